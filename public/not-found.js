// Inlined into 404.html, which hosts serve at any depth: the site's root is the nearest folder upwards that
// has a version.json, and the link home is pointed there. Where not every report has a page of its own, the
// address is handed to the reader, which opens it or says that there is no such page.
(function () {
  // An address may begin with more than one slash, which would be the name of another host.
  var parts = location.pathname.replace(/^\/+/, "").split("/");
  var last = [parts.pop()];
  function look() {
    var root = "/" + parts.map(function (part) { return part + "/"; }).join("");
    fetch(root + "version.json", { cache: "no-cache" })
      .then(function (response) { return response.ok ? response.json() : null; })
      .catch(function () { return null; })
      .then(function (version) { version && version.generation ? found(root) : parts.length && up(); });
  }
  function up() {
    last.unshift(parts.pop());
    look();
  }
  function found(root) {
    var id = last.join("/").replace(/\/$/, "");
    document.getElementById("home").href = root;
    if (id && document.documentElement.hasAttribute("data-partial")) location.replace(root + "?at=" + id + location.hash);
  }
  if (window.fetch) look();
})();

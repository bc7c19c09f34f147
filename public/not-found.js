// Inlined into 404.html, which hosts serve at any depth: the site's root is the nearest folder upwards that
// has a version.json, and the link home is pointed there.
(function () {
  var parts = location.pathname.split("/").slice(1, -1);
  function look() {
    var root = "/" + parts.map(function (part) { return part + "/"; }).join("");
    fetch(root + "version.json", { cache: "no-cache" })
      .then(function (response) { return response.ok ? response.json() : null; })
      .catch(function () { return null; })
      .then(function (version) {
        if (version && version.generation) document.getElementById("home").href = root;
        else if (parts.pop() !== undefined) look();
      });
  }
  if (window.fetch) look();
})();

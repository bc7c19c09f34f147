// Inlined into the head of every page, and allowed by its hash in the Content-Security-Policy: it puts the
// stored settings on <html> before the first paint, so that no page flashes in another theme or size. Origins
// are shared between sites (user.github.io/*), so the key holds the path of the site's root.
(function () {
  try {
    var html = document.documentElement;
    var base = new URL(html.getAttribute("data-root"), location.href).pathname;
    var settings = JSON.parse(localStorage.getItem("kanbao:" + base + ":settings")) || {};
    ["theme", "size", "face", "width"].forEach(function (name) {
      if (typeof settings[name] === "string") html.setAttribute("data-" + name, settings[name]);
    });
  } catch (error) {
    // Storage is off or holds something else: the page keeps its defaults.
  }
})();

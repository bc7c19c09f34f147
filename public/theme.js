// Inlined into the head of every page, and allowed by its hash in the Content-Security-Policy: it puts the
// stored settings on <html> before the first paint, so that no page flashes in another theme or size. Origins
// are shared between sites (user.github.io/*), so the key holds the path of the site's root.
(function () {
  var html = document.documentElement;
  var base = new URL(html.getAttribute("data-root"), location.href).pathname;
  try {
    var settings = JSON.parse(localStorage.getItem("kanbao:" + base + ":settings")) || {};
    ["theme", "size", "face", "width"].forEach(function (name) {
      if (typeof settings[name] === "string") html.setAttribute("data-" + name, settings[name]);
    });
  } catch (error) {
    // Storage is off or holds something else: the page keeps its defaults.
  }
  // A cache may take half of the page, or of the script that starts it, for all of it, and give it to whoever comes for
  // minutes: then both are asked for anew, once in a tab.
  addEventListener("DOMContentLoaded", function () {
    var boot = document.querySelector("script[type=module]");
    var isBlank = !document.body.firstElementChild;
    if (html.hasAttribute("data-app") || !(boot || isBlank)) return;
    var key = "kanbao:" + base + ":whole";
    var say = function () {
      if (isBlank) document.body.textContent = "页面没有传完整，请稍后再打开。This page has not come whole: please open it again later.";
    };
    try {
      if (sessionStorage.getItem(key)) return say();
      var ask = function (url) {
        return fetch(url, { cache: "reload" });
      };
      Promise.all([location.href].concat(boot ? boot.src : []).map(ask)).then(function () {
        sessionStorage.setItem(key, "asked");
        location.reload();
      }, say);
    } catch (error) {
      say();
    }
  });
})();

// Put into every page before its own scripts, to catch what no page may do. `kbSweep` looks at what is shown, and gives all that
// has been caught since it was called last.
(() => {
  const caught = [];
  const note = (what) => caught.length < 40 && caught.push(String(what).slice(0, 400));
  const fixed = (of, name, value) => Object.defineProperty(of, name, { value, writable: false, configurable: false });

  fixed(window, "hit", (number) => note(`a script ran: ${number}`));
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    fixed(window, name, (...given) => note(`${name}(${given})`));
  }
  document.addEventListener("securitypolicyviolation", (event) => {
    note(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });

  const elements = "script, style, iframe, frame, frameset, object, embed, applet, base, meta, link, template, video, audio, portal, fencedframe";
  const inText = "form, math, textarea, select, source, track, foreignObject, use, image, animate, set, noscript, title, button, svg";
  const leads = ["href", "src", "action", "data", "poster", "cite", "background", "longdesc", "xlink:href"];
  const never = ["srcdoc", "formaction", "ping", "http-equiv", "manifest", "srcset", "imagesrcset", "is", "nonce"];

  const isFile = location.protocol === "file:";
  // The script of 404.html has its hash in the policy as well.
  const isAlone = () => document.getElementById("home") && document.querySelector("main[data-view=not-found]");

  fixed(window, "kbSweep", () => {
    for (const element of document.body.querySelectorAll("*")) {
      const name = element.localName;
      const prose = element.closest(".prose");
      // A room in one file carries its data in elements that are no scripts, and its own script, whose hash the policy has.
      const carried = name === "script" && element.parentElement === document.body && (element.dataset.file || (isFile && element.type === "module"));
      if (element.matches(elements) && !carried && !(name === "script" && isAlone())) note(`<${name}> ${element.outerHTML.slice(0, 120)}`);
      if (prose && element.matches(inText) && !element.matches(".copy-points, .copy-point")) note(`<${name}> in the text: ${element.outerHTML.slice(0, 160)}`);
      for (const attribute of element.attributes) look(element, attribute, prose);
    }
    const all = caught.slice();
    caught.length = 0;
    return all;
  });

  function look(element, { name, value }, prose) {
    const shown = () => `${element.localName} ${name}=${JSON.stringify(value.slice(0, 160))}`;
    if (/^on/i.test(name) || never.includes(name)) note(`an attribute: ${shown()}`);
    if (prose && name === "style") note(`a style in the text: ${shown()}`);
    if (!leads.includes(name) || carriedData(element)) return;
    let url;
    try {
      url = new URL(value, document.baseURI);
    } catch {
      return; // What is no address leads nowhere.
    }
    const isLink = element.localName === "a" && !(element instanceof SVGElement);
    const own = url.origin === location.origin && url.protocol === location.protocol;
    const picture = element.localName === "img" && (/^data:image\/(png|jpeg|gif|webp|avif)/.test(url.href) || url.protocol === "blob:");
    if (own || picture) return;
    if (isLink && ["http:", "https:", "mailto:"].includes(url.protocol)) {
      if (!/\bnoopener\b/.test(element.rel)) note(`a link elsewhere without rel: ${shown()}`);
      return;
    }
    note(`an address: ${shown()}`);
  }

  function carriedData(element) {
    return element.localName === "script" && element.dataset.file;
  }

  /** Goes to an address within the app, waits until something is shown, and sweeps. */
  fixed(window, "kbVisit", async (address, shown) => {
    history.pushState(null, "", address);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
    const pause = (time) => new Promise((done) => setTimeout(done, time));
    const there = () => {
      const article = document.querySelector("main article[data-report]");
      const results = document.querySelector("#kb-results");
      const searching = results && results.dataset.state === "searching";
      return !searching && (!shown || (article && article.dataset.report === shown));
    };
    await pause(15);
    for (let looks = 0; looks < 400 && !there(); looks += 1) await pause(10);
    const found = kbSweep();
    if (!there()) found.push(`it does not come: ${address}`);
    return found;
  });
})();

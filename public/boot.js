// Starts the reader on a page that can already be read, and registers the service worker.
//
// Every page loads this module by a relative path, so its own address is the site's root wherever the site
// is served. The builder fills in the names. Syntax stays at ES2018: browsers too old for the reader still
// run this file and must come out of it with data-app="plain".

const names = { glue: "{{glue}}", wasm: "{{wasm}}", sheet: "{{sheet}}", worker: "{{worker}}" };
const root = new URL("./", import.meta.url).href;
// How the names of this site's caches and locks begin, since origins are shared.
const prefix = "kanbao:" + new URL(root).pathname + ":";
// Which generation this page runs, and which app, where the service worker said so: it gives that generation's files to
// whoever asks with its name.
const asked = new URL(import.meta.url).searchParams;
const html = document.documentElement;
/** Times between two looks for something newer, in milliseconds: at least, and at most as long as the page is open. */
const [soonest, latest] = [60 * 1000, 60 * 60 * 1000];
/** How long an answer to such a look may take, and how long what hangs may hold back what keeps the site, in milliseconds. */
const [answer, patience] = [20 * 1000, 5 * 1000];
/** How long after a worker stands ready a page has settled, and how long it waits before it asks again, in milliseconds. */
const [settling, moment] = [2 * 1000, 500];

// The browser offers once to install the site, perhaps before the reader runs: the settings make use of it.
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.kanbaoInstall = event;
});
addEventListener("appinstalled", () => (window.kanbaoInstall = true));
html.dataset.root = root;
/** Fulfilled when the reader runs, or when it is certain that it does not. */
let started = Promise.resolve();
runs(asked.get("g"), asked.get("a"));
// Some hosts answer at `//` as at `/`; links that begin with such a root would lead to another host.
if (location.pathname.startsWith("//")) location.replace(location.pathname.replace(/^\/+/, "/") + location.search + location.hash);
else started = start();
listen(navigator.serviceWorker);
if (document.readyState === "complete") offline();
else {
  // An image that does not come must not keep an update from coming. A first visit gives way to the page.
  const timer = asked.has("g") ? setTimeout(offline, patience) : 0;
  addEventListener("load", () => {
    clearTimeout(timer);
    offline();
  });
}

/** Says which generation and app this page runs; the reader says so where it moves on to another. */
function runs(generation, app) {
  if (!generation || html.dataset.generation) return;
  html.dataset.generation = generation;
  html.dataset.build = app || "";
}

/** Loads the reader and hands the page to it; the reader itself says data-app="ready". */
async function start() {
  if (!simd()) {
    html.dataset.app = "plain";
    return;
  }
  html.dataset.app = "booting";
  pinLinks();
  const sheet = dress(root + names.sheet);
  const wasm = insist(root + names.wasm);
  try {
    const [glue] = await Promise.all([import(root + names.glue), sheet]);
    await glue.default({ module_or_path: wasm });
  } catch (error) {
    console.error("Kanbao: the reader did not start", error);
    html.dataset.app = "plain";
    // An answer that nobody reads would keep the service worker at work, and a newer one waiting.
    wasm.then((response) => response.body.cancel()).catch(() => {});
  }
}

/** Fetches, and once more where nothing comes: a connection breaks, and a store that is being changed may not answer. */
function insist(url) {
  const pause = () => new Promise((go) => setTimeout(go, moment));
  return fetch(url).catch(() => pause().then(() => fetch(url)));
}

/** Brings the styles of what only the running app shows; those of the page itself stand in it. */
function dress(url) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = url;
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error("no styles at " + url));
  });
}

/** Writes the head's relative addresses out: the reader is about to change the address that they start from. */
function pinLinks() {
  for (const link of document.head.querySelectorAll('[rel~="icon"], [rel="apple-touch-icon"], [rel="manifest"], [rel="alternate"]')) {
    link.href = link.href;
  }
}

/** Whether the browser accepts a WebAssembly module with one function that returns a v128. */
function simd() {
  const type = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const body = [10, 8, 1, 6, 0, 0x41, 0, 0xfd, 0x0f, 0x0b];
  const module = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...type, 3, 2, 1, 0, ...body];
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array(module));
}

/** The worker that answers for this page, unless it is that of a site around this one, as on a first visit below another's root. */
function ownWorker({ controller }) {
  return controller && new URL("./", controller.scriptURL).href === root ? controller : null;
}

/** Hears from the service worker which generation it has, and holds the one that is shown. */
function listen(container) {
  if (!container) return;
  const first = !ownWorker(container);
  container.addEventListener("message", ({ data }) => {
    // Later ones are shown by the reader once it has loaded them, so only the first of all is noted here.
    if (first && data && data.type === "generation" && data.state === "active") runs(data.generation, data.app);
  });
  container.startMessages();
  holdGeneration(container);
}

let begun = false;
/** Keeps the site for reading without a network, where the browser can. */
async function offline() {
  if (begun) return;
  begun = true;
  const container = navigator.serviceWorker;
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
  try {
    if (!container || !(location.protocol === "https:" || local)) await noteVersion();
    else if (names.worker && html.dataset.app !== "plain") await register(container);
    else await unregister(container);
  } catch (error) {
    // Private windows and web views refuse; reading goes on without.
    console.info("Kanbao: not kept for offline reading", error);
  }
}

async function register(container) {
  const first = !ownWorker(container);
  const registration = await container.register(trusted(root + names.worker), {
    scope: root,
    updateViaCache: "none",
  });
  if (first) keepLoaded(container);
  else hurry(registration);
  // A page that has come past the worker runs what is published.
  if (registration.active && !html.dataset.generation) await noteVersion();
  lookForNewer(registration, first);
}

/** Holds a lock of the name of the generation that is shown, so that the worker keeps its files. */
function holdGeneration(container) {
  if (!navigator.locks) return;
  let held = "";
  let release = () => {};
  const hold = (shown) => {
    if (shown === held) return;
    const before = release;
    const until = new Promise((resolve) => (release = resolve));
    held = shown;
    if (!shown) return before();
    const took = () => {
      before();
      return until;
    };
    // What no page runs any more may go.
    const tidy = () => {
      const worker = ownWorker(container);
      if (worker) worker.postMessage({ type: "tidy" });
    };
    navigator.locks.request(prefix + shown, { mode: "shared" }, took).then(tidy, () => {});
    tidy();
  };
  const follow = () => hold(html.dataset.generation || "");
  new MutationObserver(follow).observe(html, { attributeFilter: ["data-generation"] });
  // A page that holds a lock is not kept for coming back to it.
  addEventListener("pagehide", () => hold(""));
  addEventListener("pageshow", follow);
  follow();
}

/**
 * Asks what is published, past every cache, whenever the page comes into view, and once an hour. Browsers look for a new
 * worker late, and installed apps on iOS may never by themselves.
 */
function lookForNewer(registration, first) {
  let looked = first ? performance.now() : -Infinity;
  const look = async () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < soonest) return;
    looked = performance.now();
    const published = await version();
    if (published.generation && published.generation !== html.dataset.generation) await registration.update().catch(() => {});
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
  addEventListener("pageshow", look);
  setInterval(look, latest);
  look();
}

/**
 * Has a newer worker that waits take its turn, or say once more that it has to be asked for, where the reader was not there
 * to hear it. Where the worker before is stopping when something is asked of it, Chromium starts it anew and lets it idle
 * for half a minute; and of several wishes to skip the wait it heeds the first alone. So this one comes late.
 */
function hurry(registration) {
  const ask = () => {
    if (html.dataset.app === "booting") later();
    else if (registration.waiting) registration.waiting.postMessage({ type: "takeTurn" });
  };
  const later = () => setTimeout(ask, settling);
  const follow = () => registration.installing && registration.installing.addEventListener("statechange", later, { once: true });
  registration.addEventListener("updatefound", follow);
  follow();
  later();
}

/** What a first visit loaded before the worker took control is named to it, so that one visit is enough. */
function keepLoaded(container) {
  const watch = () => {
    const kept = (entry) => entry.name.startsWith(root + "assets/") || entry.name.startsWith(root + "data/");
    new PerformanceObserver((list) => {
      const paths = list.getEntries().filter(kept).map((entry) => entry.name.slice(root.length).split("?")[0]);
      const worker = ownWorker(container);
      if (paths.length > 0 && worker) worker.postMessage({ type: "keep", paths });
    }).observe({ type: "resource", buffered: true });
  };
  if (ownWorker(container)) watch();
  else container.addEventListener("controllerchange", watch, { once: true });
}

/**
 * A site published without a worker takes back the one that an earlier build registered, and what that one stored. So does
 * a browser that cannot run the reader: the worker answers with a frame that only the reader fills, and the host with pages
 * that are whole.
 */
async function unregister(container) {
  const framed = ownWorker(container) && html.dataset.app === "plain";
  const registrations = await container.getRegistrations();
  const own = registrations.filter((registration) => registration.scope === root);
  for (const registration of own) await registration.unregister();
  // A worker that was taken off may have gone on writing for a while, so what is stored is looked at each time.
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  if (framed && navigator.onLine) location.reload();
  else await noteVersion();
}

/** Without a worker the page runs what is published; the reader has asked for it by then, by no name, since no worker has it. */
async function noteVersion() {
  await started;
  const published = await version();
  runs(published.generation, published.app);
}

/** What is published; nothing where there is no answer in time, or one that says something else. */
async function version() {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), answer);
  try {
    const response = await fetch(root + "version.json", { cache: "no-store", signal: controller.signal });
    return (response.ok && (await response.json())) || {};
  } catch (error) {
    return {};
  } finally {
    clearTimeout(timer);
  }
}

/** The policy admits one address, so nothing else on the page can become a script through it. */
function trusted(url) {
  if (!window.trustedTypes) return url;
  const policy = window.trustedTypes.createPolicy("kanbao", {
    createScriptURL(asked) {
      if (asked !== root + names.worker) throw new TypeError("not the service worker: " + asked);
      return asked;
    },
  });
  return policy.createScriptURL(url);
}

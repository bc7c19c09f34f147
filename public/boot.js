// Starts the reader on a page that can already be read, and registers the service worker.
//
// Every page loads this module by a relative path, so its own address is the site's root wherever the site
// is served. The builder fills in the names. Syntax stays at ES2018: browsers too old for the reader still
// run this file and must come out of it with data-app="plain".

const names = { glue: "{{glue}}", wasm: "{{wasm}}", worker: "{{worker}}" };
const root = new URL("./", import.meta.url).href;
const html = document.documentElement;

html.dataset.root = root;
start();
if (document.readyState === "complete") offline();
else addEventListener("load", offline);

/** Loads the reader and hands the page to it; the reader itself says data-app="ready". */
async function start() {
  if (!simd()) {
    html.dataset.app = "plain";
    return;
  }
  html.dataset.app = "booting";
  pinLinks();
  const wasm = fetch(root + names.wasm);
  try {
    const glue = await import(root + names.glue);
    await glue.default({ module_or_path: wasm });
  } catch (error) {
    console.error("Kanbao: the reader did not start", error);
    html.dataset.app = "plain";
    // An answer that nobody reads would keep the service worker at work, and a newer one waiting.
    wasm.then((response) => response.body.cancel()).catch(() => {});
  }
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

/** Keeps the site for reading without a network, where the browser can. */
async function offline() {
  const container = navigator.serviceWorker;
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(location.hostname);
  try {
    if (!container || !(location.protocol === "https:" || local)) await version();
    else if (names.worker && html.dataset.app !== "plain") await register(container);
    else await unregister(container);
  } catch (error) {
    // Private windows and web views refuse; reading goes on without.
    console.info("Kanbao: not kept for offline reading", error);
  }
}

async function register(container) {
  container.addEventListener("message", (event) => {
    const message = event.data || {};
    // Later generations are shown by the reader once it has loaded them, so only the first is noted here.
    if (message.type === "generation" && message.state === "active" && !html.dataset.generation) {
      html.dataset.generation = message.generation;
    }
  });
  container.startMessages();
  const first = !container.controller;
  const registration = await container.register(trusted(root + names.worker), {
    scope: root,
    updateViaCache: "none",
  });
  if (first) keepLoaded(container);
  else container.controller.postMessage({ type: "version" });
  // Browsers look for a new worker late, and installed apps on iOS may never by themselves.
  let checked = first ? performance.now() : -Infinity;
  const check = () => {
    if (document.visibilityState !== "visible" || performance.now() - checked < 10 * 60 * 1000) return;
    checked = performance.now();
    registration.update().catch(() => {});
  };
  document.addEventListener("visibilitychange", check);
  check();
}

/** What a first visit loaded before the worker took control is named to it, so that one visit is enough. */
function keepLoaded(container) {
  const watch = () => {
    const kept = (entry) => entry.name.startsWith(root + "assets/") || entry.name.startsWith(root + "data/");
    new PerformanceObserver((list) => {
      const urls = list.getEntries().filter(kept).map((entry) => entry.name);
      if (urls.length > 0 && container.controller) container.controller.postMessage({ type: "keep", urls });
    }).observe({ type: "resource", buffered: true });
  };
  if (container.controller) watch();
  else container.addEventListener("controllerchange", watch, { once: true });
}

/**
 * A site published without a worker takes back the one that an earlier build registered. So does a browser that cannot
 * run the reader: the worker answers with a frame that only the reader fills, and the host with pages that are whole.
 */
async function unregister(container) {
  const framed = container.controller && html.dataset.app === "plain";
  for (const registration of await container.getRegistrations()) {
    if (registration.scope === root) await registration.unregister();
  }
  if (framed && navigator.onLine) location.reload();
  else await version();
}

async function version() {
  const response = await fetch(root + "version.json", { cache: "no-store" });
  if (response.ok) html.dataset.generation = (await response.json()).generation;
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

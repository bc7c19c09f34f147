// The service worker: one verified generation of app and data, read whole from storage.
//
// The builder fills in the version and the places. A worker is replaced only when its own bytes change, so
// the generation stands here and not in a file that the worker would have to ask for: app and data are
// fetched, verified and switched together, and an update that breaks off leaves the old generation whole.
//
// A page says with `?g=` which generation it runs, and gets the files of that one as long as it is open: it holds a
// lock of the generation's name. A newer generation brings along what this device has kept of the archive, so nothing
// that could be read without a network ceases to be.
//
// Caches belong to the origin, which other sites may share: every name starts with the path of this site's
// root, no look-up goes beyond these names, and no other cache is ever deleted.
"use strict";

const version = "{{version}}";
// First path segments of the reports' addresses, percent-encoded. Anything else below the root may be somebody else's page.
const places = new Set("{{places}}");

const root = new URL("./", self.location).href;
const prefix = "kanbao:" + new URL(root).pathname + ":";
const generation = prefix + version.generation;
// Shards and images, named by their content and therefore good for every generation.
const files = prefix + "files";
// Under these keys `files` remembers which generation was stored whole last, and which one took over last.
const installed = root + "installed.json";
const activated = root + "version.json";
// Whoever holds the lock of this name may change what is stored as a whole.
const change = prefix + "change";
const shell = new Map(version.shell);
const frame = version.shell.map(([path]) => path).find((path) => path.startsWith("assets/shell."));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(obey(event)));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || !request.url.startsWith(root)) return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") {
    if (isPage(path)) event.respondWith(page(event));
  } else if (isNamed(path)) {
    event.respondWith(file(event, path));
  } else if (shell.has(path)) {
    event.respondWith(shellFile(event, path));
  }
  // Everything else, version.json above all, is the network's.
});

/** Stores the whole generation and what it replaces of the kept files; where that breaks off, the one before stays whole. */
async function install() {
  // A worker that is the first here takes over by itself, whatever was left behind.
  const before = self.registration.active && (await lastActivated());
  try {
    await (self.navigator.locks ? self.navigator.locks.request(change, storeGeneration) : storeGeneration());
  } catch (error) {
    if (before && isFull(error)) await announce("full");
    throw error;
  }
  if (before) await takeTurn();
}

/** New reports alone need no reload; a new app waits until the reader has been asked. */
async function takeTurn() {
  const before = await lastActivated();
  if (before && before.app === version.app) await self.skipWaiting();
  else await announce("waiting");
}

async function storeGeneration() {
  // One that was here before may be what a page runs.
  const wasHere = await caches.has(generation);
  try {
    await storeShell();
    await carryOver();
    await note(installed, version);
  } catch (error) {
    // What has come so far saves the next attempt the way, unless there is no room for it.
    if (isFull(error) && !wasHere) await caches.delete(generation);
    throw error;
  }
  const cache = await caches.open(generation);
  if ((await cache.keys()).length < version.shell.length) throw new Error("The generation was cleared away while it came");
}

function storeShell() {
  return Promise.all(version.shell.map(([path]) => store(path)));
}

/** Puts one file of the shell into this generation's cache, where it is not: from another one's, else verified. */
async function store(path) {
  const cache = await caches.open(generation);
  const here = await cache.match(root + path);
  if (here) return here;
  const known = isNamed(path) && path !== frame && (await stored(path));
  const response = known || (await verified(path));
  await cache.put(root + path, path === frame ? await openFrame(response) : response);
  return cache.match(root + path);
}

async function verified(path) {
  const options = { cache: "no-cache", integrity: "sha256-" + shell.get(path), signal: within(PATIENCE) };
  const response = await fetch(root + path, options);
  if (!response.ok) throw new Error(path + " was answered with " + response.status);
  return response;
}

/**
 * The frame of every page as a page. It is published as text, since hosts that rewrite HTML would break its
 * fingerprint, with `./` at the front of every address in it: navigations to any depth get it with the root
 * written out, and what starts the reader with the generation.
 */
async function openFrame(response) {
  const absolute = (await response.text()).replaceAll('="./', '="' + root);
  const [runs, app] = [version.generation, version.app].map(encodeURIComponent);
  return new Response(absolute.replace('boot.js"', `boot.js?g=${runs}&amp;a=${app}"`), {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

/** Takes over. Requests wait until this is done, so clearing away is left for later. */
async function activate() {
  const last = await lastActivated();
  const before = last && (last.generation === version.generation ? last.before : last.generation);
  // Where storage is full, only the note of it is missing.
  await note(activated, { ...version, before }).catch(() => {});
  await self.clients.claim();
  await announce("active");
}

let cleared = Promise.resolve();
/** One after the other: what a page lets go of while the worker clears away for another goes in its turn. */
function clearAway() {
  cleared = cleared.catch(() => {}).then(clearUnneeded);
  return cleared;
}

/** Gives up the generations that no page runs any more, but for the one before, whose pages may be on their way. */
async function clearUnneeded() {
  const locks = self.navigator.locks;
  if (!locks) return;
  await locks.request(change, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    const { held } = await locks.query();
    const [last, next] = [(await lastActivated()) || {}, (await noted(installed)) || {}];
    const kept = [version, last, next, { generation: last.before }].map((it) => prefix + it.generation);
    // `boot.js` holds a lock of the name of the cache that its page runs from.
    const names = new Set([files, ...kept, ...held.map((it) => it.name)]);
    const given = (await ownCaches()).filter((name) => !names.has(name));
    for (const name of given) await caches.delete(name);
    if (given.length > 0) await tidy();
  });
}

/** What pages may ask; the answer comes through the port that a message brings. */
const orders = {
  skipWaiting: () => self.skipWaiting(),
  takeTurn,
  version: (_, event) => event.source.postMessage(announcement("active")),
  tidy: () => clearAway(),
  keep: ({ paths }) => keepAll(paths),
  stored: () => storedPaths(),
  verify: ({ paths }) => damaged(paths),
  forget: ({ paths }) => forget(paths),
};

async function obey(event) {
  const message = event.data || {};
  const answer = Object.hasOwn(orders, message.type) ? await orders[message.type](message, event) : undefined;
  if (event.ports[0]) event.ports[0].postMessage(answer);
}

/** Whether the address is the home page or lies where reports do. */
function isPage(path) {
  return path === "" || path === "index.html" || places.has(path.split("/")[0]);
}

/** A navigation is answered from this generation, never with a newer page from the network, unless storage was cleared. */
async function page(event) {
  const known = await inCache(generation, frame);
  if (known) return known;
  if (await caches.has(generation)) event.waitUntil(storeShell().catch(() => {}));
  return fetch(event.request);
}

/** A file that keeps its name: of the generation that the page runs, else of this one. */
async function shellFile(event, path) {
  const asked = new URL(event.request.url).searchParams.get("g");
  const name = asked === null ? generation : prefix + asked;
  const known = await inCache(name, path);
  // A module takes its address from the answer, if that has one; what is behind the `?` would be lost. (Passed on as a
  // stream, it would keep this worker at work where a page is left meanwhile, and a newer one waiting.)
  if (known && path.endsWith(".js")) return new Response(await known.blob(), { headers: known.headers });
  if (known) return known;
  // A page from the network runs what the network has.
  if (asked === null) return fetch(event.request);
  // A file of another generation would not fit: the page is told, and moves on.
  const mended = name === generation && (await store(path).catch(() => verified(path)).catch(() => unlessReplaced(event)));
  return mended || new Response(null, { status: 410 });
}

/**
 * Storage has lost a file of this generation, and the network does not have it: an error, unless something else is
 * published. Then this generation cannot be made whole again; pages come from the network until the next one is here.
 */
async function unlessReplaced(event) {
  const options = { cache: "no-store", signal: within(ANSWER) };
  const published = await fetch(root + "version.json", options).then((response) => response.json()).catch(() => ({}));
  if (!published || !published.generation || published.generation === version.generation) return Response.error();
  await caches.delete(generation);
  event.waitUntil(self.registration.update().catch(() => {}));
  return null;
}

async function file(event, path) {
  const known = await stored(path);
  if (known) return known;
  const controller = new AbortController();
  // A connection that hangs counts as none; once there is an answer, it may take its time.
  const timer = setTimeout(() => controller.abort(), ANSWER);
  const response = await fetch(event.request, { signal: controller.signal });
  clearTimeout(timer);
  if (response.status === 200) {
    event.waitUntil(keep(path, response.clone()));
    return response;
  }
  // An answer that the page does not read to its end would keep this worker from making way for a newer one.
  if (response.body) response.body.cancel().catch(() => {});
  return new Response(null, { status: response.status || 502 });
}

async function inCache(name, path) {
  return (await caches.has(name)) ? (await caches.open(name)).match(root + path) : undefined;
}

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

function lastActivated() {
  return noted(activated);
}

async function note(key, what) {
  await (await caches.open(files)).put(key, new Response(JSON.stringify(what)));
}

async function noted(key) {
  const response = await inCache(files, key.slice(root.length));
  return response ? response.json() : null;
}

async function announce(state) {
  for (const client of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (client.url.startsWith(root)) client.postMessage(announcement(state));
  }
}

/** A signal that ends a request after so many milliseconds. (`AbortSignal.timeout` is younger than browsers the reader runs in.) */
function within(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

function announcement(state) {
  return { type: "generation", state, generation: version.generation, app: version.app };
}

/** The path below the root as the browser writes it, without query and fragment. */
function pathOf(url) {
  return new URL(url).href.slice(root.length).split(/[?#]/)[0];
}

// The service worker: one verified generation of app and data, read whole from storage.
//
// The builder fills in the version and the places. A worker is replaced only when its own bytes change, so
// the generation stands here and not in a file that the worker would have to ask for: app and data are
// fetched, verified and switched together, and an update that breaks off leaves the old generation whole.
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
// Under this key `files` remembers which generation was activated last.
const activated = root + "version.json";
const shell = new Map(version.shell);
const frame = version.shell.map(([path]) => path).find((path) => path.startsWith("assets/shell."));
const hashed = /^(?:assets|data)\/(.+)\.([\w-]{12})\.\w+$/;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => event.waitUntil(obey(event)));
self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET" || !request.url.startsWith(root)) return;
  const path = pathOf(request.url);
  if (request.mode === "navigate") {
    if (isPage(path)) event.respondWith(page(request));
  } else if (shell.has(path) || hashed.test(path)) {
    event.respondWith(file(event, path));
  }
  // Everything else, version.json above all, is the network's.
});

/** Stores the whole generation or nothing. */
async function install() {
  const cache = await caches.open(generation);
  try {
    await Promise.all(version.shell.map(([path, hash]) => store(cache, path, hash)));
  } catch (error) {
    await caches.delete(generation);
    throw error;
  }
  const before = await lastActivated();
  // New reports alone need no reload; a new app waits until the reader has been asked.
  if (before && before.app === version.app) await self.skipWaiting();
  else if (before) await announce("waiting");
}

/** Puts one file of the shell into the cache: from an earlier generation where it is there, else verified. */
async function store(cache, path, hash) {
  if (path === frame) return cache.put(root + path, await openFrame(path, hash));
  const known = hashed.test(path) && (await stored(path));
  return cache.put(root + path, known || (await verified(path, hash)));
}

async function verified(path, hash) {
  const response = await fetch(root + path, { cache: "no-cache", integrity: "sha256-" + hash });
  if (!response.ok) throw new Error(path + " was answered with " + response.status);
  return response;
}

/**
 * The frame of every page as a page. It is published as text, since hosts that rewrite HTML would break its
 * fingerprint, with `./` at the front of every address in it: navigations to any depth get it with the root
 * written out.
 */
async function openFrame(path, hash) {
  const text = await (await verified(path, hash)).text();
  return new Response(text.replaceAll('="./', '="' + root), {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });
}

/** Takes over; the generation before stays for tabs that still run it, older ones go. */
async function activate() {
  const before = await lastActivated();
  const kept = new Set([generation, files, before && prefix + before.generation]);
  // While another worker is under way, its half-filled cache cannot be told from an old one.
  if (!self.registration.installing && !self.registration.waiting) {
    for (const name of await ownCaches()) if (!kept.has(name)) await caches.delete(name);
  }
  await (await caches.open(files)).put(activated, new Response(JSON.stringify(version)));
  await self.clients.claim();
  await announce("active");
}

/** What pages may ask: `skipWaiting`, `version`, and `keep` with addresses that they have already loaded. */
async function obey(event) {
  const message = event.data || {};
  if (message.type === "skipWaiting") await self.skipWaiting();
  if (message.type === "version") event.source.postMessage(announcement("active"));
  if (message.type === "keep") await Promise.all((message.urls || []).map(keepLoaded));
}

async function keepLoaded(url) {
  const path = String(url).startsWith(root) ? pathOf(url) : "";
  if (hashed.test(path) && !(await stored(path))) await keep(path, await fetch(root + path));
}

/** Whether the address is the home page or lies where reports do. */
function isPage(path) {
  return path === "" || path === "index.html" || places.has(path.split("/")[0]);
}

/** A navigation is answered from this generation, never with a newer page from the network. */
async function page(request) {
  return (await (await caches.open(generation)).match(root + frame)) || fetch(request);
}

async function file(event, path) {
  const known = await stored(path);
  if (known) return known;
  const response = await fetch(event.request);
  if (hashed.test(path)) event.waitUntil(keep(path, response.clone()));
  return response;
}

/** A stored file: hashed ones from any own cache, the others from this generation alone. */
async function stored(path) {
  const names = hashed.test(path) ? [generation, files, ...(await ownCaches())] : [generation];
  for (const name of names) {
    if (!(await caches.has(name))) continue;
    const response = await (await caches.open(name)).match(root + path);
    if (response) return response;
  }
  return undefined;
}

/** Stores a hashed file if its bytes are what its name says, so a host's HTML answer is never kept. */
async function keep(path, response) {
  const [, stem, hash] = hashed.exec(path);
  if (response.status !== 200) return;
  const type = response.headers.get("Content-Type") || "application/octet-stream";
  const bytes = await response.arrayBuffer();
  if (!(await fingerprints(bytes)).some((name) => name.startsWith(hash))) return;
  try {
    const cache = await caches.open(files);
    await cache.put(root + path, new Response(bytes, { headers: { "Content-Type": type } }));
    if (path.startsWith("data/")) await forgetOthers(cache, stem, path);
  } catch (error) {
    // Storage is full: reading goes on from the network.
    console.info("Kanbao: not stored", path, error);
  }
}

/** A shard replaces the earlier one of the same days. */
async function forgetOthers(cache, stem, path) {
  for (const request of await cache.keys()) {
    const other = pathOf(request.url);
    const match = hashed.exec(other);
    if (match && match[1] === stem && other.startsWith("data/") && other !== path) await cache.delete(request);
  }
}

/** The SHA-256 as the names of files write it: data and app in Base64 for addresses, images in hex. */
async function fingerprints(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const base64 = btoa(String.fromCharCode(...digest)).replaceAll("+", "-").replaceAll("/", "_");
  return [base64, Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")];
}

async function ownCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

async function lastActivated() {
  if (!(await caches.has(files))) return null;
  const response = await (await caches.open(files)).match(activated);
  return response ? response.json() : null;
}

async function announce(state) {
  for (const client of await self.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    if (client.url.startsWith(root)) client.postMessage(announcement(state));
  }
}

function announcement(state) {
  return { type: "generation", state, generation: version.generation, app: version.app };
}

/** The path below the root as the browser writes it, without query and fragment. */
function pathOf(url) {
  return new URL(url).href.slice(root.length).split(/[?#]/)[0];
}

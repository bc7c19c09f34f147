// The kill switch: published in place of sw.js, it takes a worker off every device that comes by. It deletes
// this site's own caches, unregisters itself and has the pages that it controls come from the network. A page
// that registers sw.js again is controlled by nobody, so nothing is loaded in circles.
"use strict";

// Pages ask it to take its turn when they have settled; without such a page it does so by itself.
self.addEventListener("install", () => setTimeout(takeTurn, 15000));
self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "takeTurn") event.waitUntil(takeTurn());
});
self.addEventListener("activate", (event) => event.waitUntil(leave()));

/**
 * Where the worker before is stopping at that moment, Chromium starts it anew, lets it idle for half a minute or longer and
 * heeds no other wish: then this one leaves without having had its turn, and open pages come from the network when they are
 * opened again.
 */
async function takeTurn() {
  self.skipWaiting();
  await new Promise((soon) => setTimeout(soon, 5000));
  await leave();
}

async function leave() {
  const prefix = "kanbao:" + new URL("./", self.location).pathname + ":";
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix)) await caches.delete(name);
  }
  await self.registration.unregister();
  // Not waited for: the pages themselves wait until this worker is active.
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url).catch(() => {});
}

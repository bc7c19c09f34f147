// The kill switch: published in place of sw.js, it takes a worker off every device that comes by. It deletes
// this site's own caches, unregisters itself and has the pages that it controls come from the network. A page
// that registers sw.js again is controlled by nobody, so nothing is loaded in circles.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const prefix = "kanbao:" + new URL("./", self.location).pathname + ":";
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix)) await caches.delete(name);
  }
  await self.registration.unregister();
  // Not waited for: the pages themselves wait until this worker is active.
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url).catch(() => {});
}

// The kill switch: published in place of sw.js, it takes a broken worker off every device that comes by. It
// deletes this site's own caches and unregisters itself; pages then come from the network. It reloads
// nothing, since a page that loads registers sw.js again and would do so for ever.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  const prefix = "kanbao:" + new URL("./", self.location).pathname + ":";
  for (const name of await caches.keys()) {
    if (name.startsWith(prefix)) await caches.delete(name);
  }
  await self.registration.unregister();
}

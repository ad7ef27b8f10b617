// The offline copy is switched off: throw every copy away, then step aside. Nothing is
// reloaded by force; whoever reads goes on reading.
addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await self.registration.unregister();
  })());
});

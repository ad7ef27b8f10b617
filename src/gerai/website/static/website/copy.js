// On a copy from the phone: puts the new version in its place as soon as there is one.

const strip = document.querySelector("[data-copy]");
const worker = navigator.serviceWorker?.controller;

// Whoever is writing something is not interrupted; the strip's link stays.
const isBusy = () => [...document.querySelectorAll("input[type=search], input[type=text], textarea")]
  .some((field) => field === document.activeElement || field.value !== field.defaultValue);

// A signal that has just come back is often not there yet: ask a few times.
function ask(wait = 1000) {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: result }) => {
    if (result === "same") strip.remove();
    else if (result === "changed" && !isBusy()) location.reload();
    else if (result === "failed" && wait < 60_000) setTimeout(ask, wait, wait * 2);
  };
  worker.postMessage({ fresh: location.pathname }, [port2]);
}

if (strip && worker) {
  if (strip.dataset.copy === "slow") ask();
  addEventListener("online", () => ask());
  // A phone that comes out of a pocket may have a signal again.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && navigator.onLine && strip.isConnected) ask();
  });
}

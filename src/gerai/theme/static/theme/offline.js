// Lets the phone keep a copy for times without a signal, once the page is done. Whoever
// saves data keeps only what they open. The worker itself: /sw.js.
const workers = navigator.serviceWorker;
// The one script address that the policy allows.
const trusted = self.trustedTypes?.createPolicy("gerai-worker", { createScriptURL: () => "/sw.js" });

async function start() {
  try {
    await workers.register(trusted?.createScriptURL("") ?? "/sw.js", { updateViaCache: "none" });
    const { active } = await workers.ready;
    if (!navigator.connection?.saveData) active.postMessage({ keep: document.documentElement.lang });
  } catch {
    // Without a worker the site is the same, only not without a signal.
  }
}

const whenIdle = () => (self.requestIdleCallback ?? setTimeout)(start);
if (workers && document.readyState === "complete") whenIdle();
else if (workers) addEventListener("load", whenIdle);

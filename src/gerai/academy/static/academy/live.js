// Looks again from time to time and puts in what changed; focus, scroll and what is
// open stay as they are. It can be stopped. Without this script there is a link.

const button = document.querySelector("[data-live-seconds]");
let isGoing = true;

function say() {
  button.textContent = isGoing ? button.dataset.liveStop : button.dataset.liveGo;
}

async function look() {
  if (!isGoing || document.hidden) return;
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const found = fresh.querySelector(`[data-live="${part.dataset.live}"]`);
      if (found) part.replaceChildren(...found.childNodes);
    }
  } catch {
    // No network for a moment: the time that stands there says how old it is.
  }
}

button.hidden = false;
button.addEventListener("click", () => {
  isGoing = !isGoing;
  say();
  look();
});
say();
window.setInterval(look, Number(button.dataset.liveSeconds) * 1000);

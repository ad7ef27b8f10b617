// Share, copy and print; each button appears only where the device can do it.

function start(bar) {
  const { shareUrl: url, shareTitle: title, shareText: text } = bar.dataset;
  const status = bar.querySelector("[data-share-status]");

  const offer = (name, can, act) => {
    const button = bar.querySelector(`[data-share="${name}"]`);
    if (!button || !can) return;
    button.hidden = false;
    button.addEventListener("click", () => act(button));
  };

  offer("native", Boolean(navigator.share), async () => {
    try {
      await navigator.share({ url, title, text });
    } catch {
      // Changed one's mind: nothing to tell.
    }
  });
  offer("copy", Boolean(navigator.clipboard), async (button) => {
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      return;
    }
    const words = button.querySelector("span");
    const before = words.textContent;
    words.textContent = status.textContent = button.dataset.done;
    setTimeout(() => {
      words.textContent = before;
      status.textContent = "";
    }, 4000);
  });
  offer("print", Boolean(window.print), () => window.print());
}

for (const bar of document.querySelectorAll("[data-share-url]")) start(bar);

// Copy a text, or hand a picture to another app; only where the device can do it.

function start(kit) {
  const status = kit.querySelector("[data-share-status]");
  const say = (words) => {
    status.textContent = words;
  };

  for (const button of kit.querySelectorAll("[data-copy]")) {
    const text = document.getElementById(button.dataset.copy);
    const before = button.textContent;
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
      } catch {
        text.select();
        say(kit.dataset.notCopied);
        return;
      }
      say(kit.dataset.copied);
      button.textContent = kit.dataset.copied;
      setTimeout(() => {
        button.textContent = before;
        say("");
      }, 4000);
    });
  }

  const sample = new File([""], "a.png", { type: "image/png" });
  const canSend = Boolean(navigator.canShare?.({ files: [sample] }));
  for (const button of kit.querySelectorAll("[data-send]")) {
    button.hidden = !canSend;
    button.addEventListener("click", async () => {
      const { send: url, file: name, text } = button.dataset;
      try {
        const picture = await (await fetch(url)).blob();
        const file = new File([picture], name, { type: "image/png" });
        await navigator.share({
          files: [file],
          text: document.getElementById(text).value,
        });
      } catch {
        // Changed one's mind: nothing to tell.
      }
    });
  }
}

for (const kit of document.querySelectorAll("[data-share-kit]")) start(kit);

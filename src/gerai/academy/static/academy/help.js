// Help on the screen one is on: a panel, and a tour of what the panel speaks of.
// Without this script the link leads to the same words on a page of their own.

const BOX = "academy-tour";
const MARK = "academy-tour-target";

const link = document.querySelector("[data-academy-help]");

function opened(html) {
  const panel = document.createElement("dialog");
  panel.className = "academy-panel errand";
  panel.setAttribute("aria-label", link.textContent.trim());
  panel.innerHTML = html;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-secondary academy-panel__close";
  close.textContent = "×";
  close.setAttribute("aria-label", panel.querySelector("[data-tour-words]")?.dataset.close ?? "×");
  close.addEventListener("click", () => panel.close());
  panel.prepend(close);
  let leadsOn = false; // the browser says only later that a panel was closed
  panel.addEventListener("close", () => {
    panel.remove();
    if (!leadsOn) link.focus();
  });
  panel.addEventListener("click", (event) => {
    if (event.target === panel) panel.close();
  });
  document.body.append(panel);
  const start = panel.querySelector("[data-tour-start]");
  if (start) {
    start.hidden = false;
    start.addEventListener("click", () => {
      const words = panel.querySelector("[data-tour-words]").dataset;
      const stops = [...panel.querySelectorAll("[data-tour] [data-target]")].map((item) => ({
        words: item.textContent.trim(),
        selector: item.dataset.target,
      }));
      leadsOn = true;
      panel.close();
      tour(stops, words);
    });
  }
  panel.showModal();
  panel.querySelector("[data-focus]")?.focus();
}

function found(selector) {
  try {
    return [...document.querySelectorAll(selector)].find(
      (one) => one.getClientRects().length > 0 && !one.closest(".academy-tour, .academy-panel"),
    );
  } catch {
    return undefined;
  }
}

function button(words, act, kind = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `button ${kind}`.trim();
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function tour(stops, words) {
  const reachable = stops.filter((stop) => found(stop.selector));
  const list = reachable.length ? reachable : [{ words: words.nothing, selector: "" }];
  const box = document.createElement("div");
  box.className = BOX;
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", words.name);
  document.body.append(box);
  let position = 0;

  function unmark() {
    document.querySelectorAll(`.${MARK}`).forEach((one) => one.classList.remove(MARK));
  }

  function end() {
    unmark();
    box.remove();
    document.removeEventListener("keydown", keys);
    link.focus();
  }

  function keys(event) {
    if (event.key === "Escape") end();
  }

  function show() {
    unmark();
    const stop = list[position];
    const target = stop.selector ? found(stop.selector) : undefined;
    if (target) {
      target.classList.add(MARK);
      target.scrollIntoView({ block: "center", behavior: "instant" });
      const place = target.getBoundingClientRect();
      box.classList.toggle("academy-tour--top", place.top > window.innerHeight / 2);
    }
    const where = document.createElement("p");
    where.className = "academy-tour__where";
    where.textContent = words.place
      .replace("{number}", String(position + 1))
      .replace("{total}", String(list.length));
    const said = document.createElement("p");
    said.className = "academy-tour__words";
    said.tabIndex = -1;
    said.textContent = stop.words;
    const acts = document.createElement("p");
    acts.className = "academy-tour__acts";
    if (position > 0) {
      acts.append(button(words.back, () => { position -= 1; show(); }, "button-secondary"));
    }
    if (position < list.length - 1) {
      acts.append(button(words.next, () => { position += 1; show(); }));
    }
    acts.append(button(words.close, end, "button-secondary"));
    box.replaceChildren(where, said, acts);
    said.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", keys);
  show();
}

link?.addEventListener("click", async (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(`${link.href}&bagian=1`, { credentials: "same-origin" });
    const html = answer.ok && !answer.redirected ? await answer.text() : "";
    if (html) opened(html);
    else window.location.assign(link.href);
  } catch {
    window.location.assign(link.href);
  }
});

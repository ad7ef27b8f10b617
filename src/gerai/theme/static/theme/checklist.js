// Ticks of a requirement list, kept on this device and nowhere else.

const PREFIX = "gerai:ticks:";

/** Keys of the ticked boxes; none where storage is full, broken or forbidden. */
function read(name) {
  try {
    const keys = JSON.parse(localStorage.getItem(name));
    return new Set(Array.isArray(keys) ? keys : []);
  } catch {
    return new Set();
  }
}

function write(name, keys) {
  try {
    if (keys.size) localStorage.setItem(name, JSON.stringify([...keys]));
    else localStorage.removeItem(name);
  } catch {
    // The ticks then last as long as the page.
  }
}

function start(list) {
  const name = PREFIX + (list.dataset.checklist || location.pathname);
  const boxes = [...list.querySelectorAll("[data-check]")];
  const status = list.querySelector("[data-checklist-status]");
  const progress = list.querySelector("[data-checklist-progress]");
  const clear = list.querySelector("[data-checklist-clear]");

  function show() {
    const done = boxes.filter((box) => box.checked).length;
    const words = done === boxes.length ? list.dataset.complete : list.dataset.progress;
    status.hidden = done === 0;
    progress.textContent = words.replace("{done}", done).replace("{all}", boxes.length);
  }

  function restore() {
    const keys = read(name);
    for (const box of boxes) box.checked = keys.has(box.dataset.check);
    show();
  }

  list.addEventListener("change", () => {
    const ticked = boxes.filter((box) => box.checked);
    write(name, new Set(ticked.map((box) => box.dataset.check)));
    show();
  });
  clear.addEventListener("click", () => {
    write(name, new Set());
    restore();
    boxes[0].focus();
  });
  addEventListener("storage", (event) => {
    if (event.key === name || event.key === null) restore();
  });
  restore();
}

for (const list of document.querySelectorAll("[data-checklist]")) {
  if (list.querySelector("[data-check]")) start(list);
}

// Keeps a visit on this device, on request, and shows it again without a network.

const CURRENT = "gerai:visit";
const SAVED = "gerai:visit:saved";
const TICKS = "gerai:ticks:kunjungan";

const read = (storage, key) => {
  try {
    return JSON.parse(window[storage].getItem(key));
  } catch {
    return null;
  }
};

const write = (storage, key, value) => {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
};

const find = (name, root = document) => root.querySelector(`[data-visit-${name}]`);

/** Say on the button that it is done, for a while, and to screen readers. */
function confirm(button) {
  const words = button.querySelector("span");
  const before = words.textContent;
  const status = document.querySelector("[data-share-status]");
  words.textContent = button.dataset.done;
  if (status) status.textContent = button.dataset.done;
  setTimeout(() => {
    words.textContent = before;
    if (status) status.textContent = "";
  }, 4000);
}

function plan(visit) {
  // Services that are added from other pages of this tab join this visit.
  write("sessionStorage", CURRENT, visit.query);
  const save = find("save");
  const copy = find("copy");
  if (save && write("localStorage", `${SAVED}?`, 1)) {
    write("localStorage", `${SAVED}?`, null);
    save.hidden = false;
    save.addEventListener("click", () => {
      const on = new Date().toISOString().slice(0, 10);
      if (write("localStorage", SAVED, { ...visit, on })) confirm(save);
    });
  }
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(`${visit.text}\n${location.href}`);
      } catch {
        return;
      }
      confirm(copy);
    });
  }
}

function item({ key, text, marks }, ticked) {
  const line = document.createElement("li");
  line.className = "need";
  const label = document.createElement("label");
  label.className = "need__label";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "need__box";
  box.checked = ticked.has(key);
  box.addEventListener("change", () => {
    if (box.checked) ticked.add(key);
    else ticked.delete(key);
    write("localStorage", TICKS, ticked.size ? [...ticked] : null);
  });
  const words = document.createElement("span");
  words.className = "need__text";
  words.textContent = text;
  for (const mark of marks || []) {
    const sign = document.createElement("span");
    sign.className = "mark";
    sign.textContent = mark;
    words.append(" ", sign);
  }
  label.append(box, words);
  line.append(label);
  return line;
}

function saved(part) {
  const visit = read("localStorage", SAVED);
  if (!visit || !Array.isArray(visit.items)) return;
  const kept = read("localStorage", TICKS);
  const ticked = new Set(Array.isArray(kept) ? kept : []);
  const language = document.documentElement.lang;
  find("saved-title", part).textContent = visit.title;
  find("saved-text", part).textContent = visit.text;
  find("saved-on", part).textContent = new Date(visit.on).toLocaleDateString(language, {
    dateStyle: "long",
  });
  find("saved-items", part).append(...visit.items.map((one) => item(one, ticked)));
  find("saved-link", part).search = visit.query;
  find("forget", part).addEventListener("click", () => {
    write("localStorage", SAVED, null);
    write("sessionStorage", CURRENT, null);
    write("localStorage", TICKS, null);
    part.hidden = true;
    document.getElementById("main").focus();
  });
  part.hidden = false;
}

const data = document.getElementById("visit");
const part = find("saved");
if (data) plan(JSON.parse(data.textContent));
if (part) saved(part);

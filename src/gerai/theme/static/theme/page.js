{

const KEPT = "gerai:banners";
const box = document.querySelector("[data-banners]");
const all = () => [...box.querySelectorAll("[data-banner]")];

function putAway() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? [];
  } catch {
    return [];
  }
}

function remember(key) {
  try {
    localStorage.setItem(KEPT, JSON.stringify([...putAway(), key].slice(-40)));
  } catch {
  }
}

function close(banner) {
  remember(banner.dataset.banner);
  const others = all().filter((one) => one !== banner && !one.hidden);
  show();
  const next = others[0]?.querySelector("button") ?? document.getElementById("main");
  next?.focus({ preventScroll: true });
}

let timer;
function show() {
  const now = Date.now() / 1000;
  const gone = putAway();
  const coming = [];
  for (const banner of all()) {
    const starts = +banner.dataset.starts;
    const ends = +banner.dataset.ends || Infinity;
    banner.hidden = now < starts || now >= ends || gone.includes(banner.dataset.banner);
    coming.push(...[starts, ends].filter((moment) => moment > now && moment < Infinity));
    const button = banner.querySelector("button");
    button.hidden = false;
    button.onclick = () => close(banner);
  }
  box.hidden = all().every((banner) => banner.hidden);
  clearTimeout(timer);
  if (coming.length) timer = setTimeout(show, Math.min((Math.min(...coming) - now) * 1000 + 50, 2 ** 31 - 1));
}

function draw(item) {
  const banner = box.querySelector("template").content.firstElementChild.cloneNode(true);
  banner.className = `banner banner--${item.kind}`;
  Object.assign(banner.dataset, { banner: item.key, starts: item.starts, ends: item.ends });
  const text = banner.querySelector("span");
  text.textContent = item.text;
  if (item.lang) text.lang = item.lang;
  const link = banner.querySelector("a");
  if (item.url) link.href = item.url;
  else link.remove();
  return banner;
}

async function refresh() {
  if (!navigator.onLine) return;
  let items;
  try {
    items = await (await fetch(box.dataset.banners, { cache: "no-cache" })).json();
  } catch {
    return; // No connection: what the page carries is what there is.
  }
  const { lang } = document.documentElement;
  const path = location.pathname.replace(/^\/en(?=\/)/, "");
  const wanted = items.filter((item) => item.for === lang && path.startsWith(item.path));
  if (wanted.map((item) => item.key + item.ends).join() !== all().map((one) => one.dataset.banner + one.dataset.ends).join()) {
    for (const banner of all()) banner.remove();
    box.prepend(...wanted.map(draw));
  }
  show();
}

if (box) {
  show();
  refresh();
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
}
}
{
const { suggest, suggestions } = document.body.dataset;
if (suggest) {
  for (const box of document.querySelectorAll('form[role="search"] input[type="search"]')) {
    const prepare = () =>
      import(suggest).then((module) => module.attach(box, suggestions)).catch(() => {});
    if (box === document.activeElement) prepare();
    else box.addEventListener("focus", prepare, { once: true });
  }
}
}
{

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
}
{

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
}
{

const answered = (address, body) => new Promise((done, failed) => {
  const request = new XMLHttpRequest();
  request.open("POST", address);
  request.responseType = "document";
  request.onload = () => done(request.response);
  request.onerror = failed;
  request.send(body);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const part = form.closest("[data-in-place]");
  if (!part) return;
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  const data = new URLSearchParams(new FormData(form, event.submitter));
  for (const button of buttons) button.disabled = true;
  let next;
  try {
    next = (await answered(form.action, data))?.querySelector("main [data-in-place]");
  } catch {
  }
  if (!next) {
    const words = part.querySelector("[role=alert]") ?? document.createElement("p");
    words.setAttribute("role", "alert");
    words.textContent = part.dataset.inPlace;
    form.append(words);
    for (const button of buttons) button.disabled = false;
    return;
  }
  next.querySelector(".ask__back")?.remove();
  part.replaceWith(document.adoptNode(next));
  next.querySelector("[aria-invalid], [tabindex]")?.focus();
});
}

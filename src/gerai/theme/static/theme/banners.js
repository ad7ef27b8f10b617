// Banners above the page: put away one by one, gone when their time is over (also in a
// copy of the page that is read without a connection), and newer ones fetched.

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
    // Not allowed to keep anything: then it comes back on the next page.
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

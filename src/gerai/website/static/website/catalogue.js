// Shows the catalogue's services, or the one whose address was asked for without a signal.
import { mallPhone, refresh } from "../theme/open-now.js";

const MINUTE = 60_000;
const home = document.querySelector("[data-offline]");
const slot = home.querySelector("[data-slot]");

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// A template's element, filled: each [data-f] gets its text, or goes if there is none.
function made(name, texts) {
  const part = home.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
  for (const place of [part, ...part.querySelectorAll("[data-f]")]) {
    const text = texts[place.dataset.f];
    if (text) place.append(text);
    else if (place !== part) place.remove();
  }
  return part;
}

// [data-each=name] gets one element for each entry, or its section goes.
function fillEach(part, name, entries) {
  const list = part.querySelector(`[data-each="${name}"]`);
  if (entries.length) list.append(...entries);
  else (list.closest("[data-unless-empty]") ?? list).remove();
}

function pill(key, fallback) {
  const span = document.createElement("span");
  span.className = "pill";
  span.dataset.openPill = key;
  span.append(fallback ?? "");
  return span;
}

function keepPillsRight(hours) {
  hours.messages.phone = mallPhone();
  const tick = () => refresh(slot, hours, Date.now());
  tick();
  setInterval(tick, MINUTE / 2);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

function row(service, agencies) {
  const part = made("row", { title: service.t, agency: agencies[service.a].s ?? agencies[service.a].t });
  const link = part.querySelector("a");
  link.href = service.u;
  if (service.l) link.lang = service.l;
  const [, cost, time] = service.f;
  fillEach(part, "facts", [
    ...[cost, time].filter(Boolean).map(([value]) => made("row-fact", { value })),
    ...(service.x ? [made("elsewhere", {})] : []),
  ]);
  return part;
}

function showService(service, catalogue) {
  const agency = catalogue.agencies[service.a];
  const part = made("service", {
    title: service.t,
    agency: agency.s ?? agency.t,
    trust: service.n,
  });
  part.querySelector("[data-agency]").href = agency.u;
  fillEach(part, "badges", (service.b ?? []).map((text) => made("badge", { text })));
  part.querySelectorAll("[data-fact]").forEach((place, number) => {
    const fact = service.f[number];
    if (!fact) return;
    const [value, note] = fact;
    const isHours = number === 4 && service.k;
    place.classList.remove("facts__value--unknown");
    place.replaceChildren(isHours ? pill(service.k, value) : value);
    if (note) place.append(made("note", { text: note }));
  });
  const line = ([label, amount, note]) => made("fee", { label, amount, note });
  fillEach(part, "needs", (service.r ?? []).map(([title, items]) => {
    const group = made("group", { title });
    fillEach(group, "items", items.map((text) => made("item", { text })));
    return group;
  }));
  fillEach(part, "fees", (service.c ?? []).map(line));
  fillEach(part, "times", (service.d ?? []).map(line));
  fillEach(part, "week", service.k && service.f[4] ? [service.f[4][0]] : []);
  if (service.l) part.lang = service.l;
  show(part, service.t);
}

function showAgency(agency, catalogue) {
  const part = made("agency", { title: agency.t, floor: agency.p });
  if (agency.k) part.querySelector("[data-hours]").append(pill(agency.k));
  else part.querySelector("[data-hours]").remove();
  const own = catalogue.services.filter((service) => catalogue.agencies[service.a] === agency);
  fillEach(part, "rows", own.map((service) => row(service, catalogue.agencies)));
  show(part, agency.t);
}

function show(part, title) {
  home.querySelector("[data-intro]").hidden = true;
  slot.replaceChildren(part);
  document.title = `${title} · ${document.title.split(" · ").at(-1)}`;
}

function showAll(catalogue, heading) {
  const part = made("all", {});
  const field = part.querySelector("input");
  const count = part.querySelector("[data-count]");
  const groups = catalogue.agencies.map((agency, number) => {
    const group = made("agency-group", { title: agency.t });
    const rows = catalogue.services.filter((service) => service.a === number).map((service) => ({
      text: plain([service.t, service.o, agency.t, agency.s].join(" ")),
      element: row(service, catalogue.agencies),
    }));
    fillEach(group, "rows", rows.map(({ element }) => element));
    return { group, rows };
  });
  const filter = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { group, rows } of groups) {
      let here = 0;
      for (const { text, element } of rows) {
        element.hidden = !words.every((word) => text.includes(word));
        here += !element.hidden;
      }
      group.hidden = here === 0;
      found += here;
    }
    const { none, one, many } = count.dataset;
    count.textContent = found === 0 ? none : (found === 1 ? one : many).replace("{count}", found);
  };
  field.defaultValue = new URLSearchParams(location.search).get("q") ?? "";
  field.addEventListener("input", filter);
  part.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  fillEach(part, "groups", groups.map(({ group }) => group));
  filter();
  if (heading) show(made(heading, {}), home.querySelector(`template[data-part="${heading}"]`).content.querySelector("h1").textContent);
  slot.append(part);
}

const LETTERS = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&#39;": "'" };
const unescaped = (title) => title.replace(/&(?:amp|lt|gt|quot|#x27|#39);/g, (letter) => LETTERS[letter]);

async function showOpened() {
  const list = home.querySelector("[data-opened]");
  const found = new Map();
  for (const name of ["gerai-kept-1", "gerai-pages-1"]) {
    if (!await caches.has(name)) continue;
    const cache = await caches.open(name);
    for (const key of await cache.keys()) {
      const { headers } = await cache.match(key);
      const { pathname } = new URL(key.url);
      const title = decodeURIComponent(headers.get("x-copy-title") ?? "");
      if (title && pathname !== home.dataset.offline) {
        found.set(pathname, unescaped(title));
      }
    }
  }
  if (!found.size) return;
  list.hidden = false;
  list.querySelector("[data-number]").textContent = found.size;
  slot.querySelector("form").closest("section").before(list);
  list.querySelector("ul").replaceChildren(...[...found].reverse().map(([path, title]) => {
    const part = made("opened", { title: title.split(" · ")[0] });
    part.querySelector("a").href = path;
    return part;
  }));
}

function offerButtons(hasCopy) {
  const status = home.querySelector("[data-status]");
  const offer = (name, can, act) => {
    const button = home.querySelector(`[data-do="${name}"]`);
    if (!button || !can) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      const isDone = await act().catch(() => false);
      status.textContent = isDone ? button.dataset.done : button.dataset.failed;
      button.disabled = false;
    });
  };
  const worker = navigator.serviceWorker?.controller;
  offer("keep", worker && !hasCopy, () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data === "kept");
    worker.postMessage({ keep: document.documentElement.lang, forced: true }, [port2]);
  }));
  offer("clear", Boolean(hasCopy), async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    home.querySelector("[data-opened]").hidden = true;
    return true;
  });
}

async function start() {
  const { catalogue: address, offline: own } = home.dataset;
  const hasCopy = self.caches ? await caches.match(address) : false;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const catalogue = await answer.json();
  const { pathname, search } = location;
  const asked = pathname.replace(/\/?$/, "/");
  const service = search ? null : catalogue.services.find(({ u }) => u === asked);
  const agency = search ? null : catalogue.agencies.find(({ u }) => u === asked);
  if (service) showService(service, catalogue);
  else if (agency) showAgency(agency, catalogue);
  else showAll(catalogue, search ? "search" : asked !== own && "nothing");
  keepPillsRight(catalogue.hours);
  if (asked === own) offerButtons(hasCopy);
  if (!service && !agency) await showOpened();
}

start().catch(() => {
  home.querySelector("[data-missing]").hidden = false;
});

// Keeps what a reader opened, and the facts of all services, for times without a signal.
// Network first, always: with a connection nobody is given a copy. See docs/offline.md.

const PAGES = "gerai-pages-1";
const FILES = "gerai-files-1";
const KEPT = "gerai-kept-1";
// Count and bytes; the oldest go first. KEPT holds a few fixed addresses.
const MOST = { [PAGES]: [60, 5e6], [FILES]: [60, 3e6] };
// A weak signal may hang for minutes. Milliseconds until this page's own copy is shown,
// and until the catalogue stands in for a page that was never opened.
const PATIENCE = 4000;
const PATIENCE_WITHOUT_COPY = 9000;
const HOUR = 3_600_000;
const AT = "x-copy-at";
const BYTES = "x-copy-bytes";
const TITLE = "x-copy-title";
const CHECKED = "/sw.js?checked";

const FAILED = Symbol("failed");
const SLOW = Symbol("slow");
const written = new WeakMap(); // answer → whether its copy differs from the one before
const underway = new Map(); // path → what becomes of an answer that was too slow
const justArrived = new Map(); // path → when its answer came after all

const pathOf = (request) => new URL(request.url).pathname;
const pause = (ms, value) => new Promise((done) => setTimeout(done, ms, value));
const startsWithAny = (path, starts) => starts.some((start) => path.startsWith(start));
const wordsFor = (path) => {
  const found = Object.entries(SETTINGS.languages).sort(([, a], [, b]) => b.prefix.length - a.prefix.length)
    .find(([, one]) => path.startsWith(one.prefix));
  return { language: found[0], ...found[1] };
};

function cacheFor(path) {
  const { pages, shell, catalogue } = wordsFor(path);
  if ([...pages, shell, catalogue].includes(path)) return KEPT;
  return path.endsWith("/") ? PAGES : FILES;
}

const forget = async (path) => (await caches.open(cacheFor(path))).delete(path);
const copyOf = async (path) => (await caches.open(cacheFor(path))).match(path);

// A plain, complete, public answer; not an error, a move, or something private.
function isWorthKeeping(response) {
  return response.status === 200 && response.type === "basic" && !response.redirected
    && !/no-store|private/.test(response.headers.get("cache-control") ?? "");
}

async function keep(path, response) {
  const isPage = path.endsWith("/");
  if (isPage && !/^text\/html/.test(response.headers.get("content-type") ?? "")) return "changed";
  const name = cacheFor(path);
  const body = isPage ? await response.text() : await response.arrayBuffer();
  const headers = new Headers(response.headers);
  for (const gone of ["content-encoding", "content-length", "vary"]) headers.delete(gone);
  // The server's clock where it tells it: a phone's may be wrong.
  headers.set(AT, Date.parse(headers.get("date") ?? "") || Date.now());
  headers.set(BYTES, body.length ?? body.byteLength);
  if (isPage) headers.set(TITLE, encodeURIComponent(/<title>([^<]*)/.exec(body)?.[1] ?? ""));
  const cache = await caches.open(name);
  const before = (await cache.match(path))?.headers.get("etag");
  await cache.put(path, new Response(body, { headers }));
  if (isPage) await keepFilesOf(body);
  if (MOST[name]) await trim(cache, ...MOST[name]);
  return before && before === headers.get("etag") ? "same" : "changed";
}

// A page needs its own style sheets and scripts; they never change under one name.
async function keepFilesOf(html) {
  const cache = await caches.open(FILES);
  for (const [, path] of html.matchAll(/(?:src|href)="(\/[^"?#]+\.(?:css|js|svg))"/g)) {
    if (!startsWithAny(path, SETTINGS.files) || await cache.match(path)) continue;
    const response = await fetch(path);
    if (isWorthKeeping(response)) await keep(path, response);
  }
}

async function trim(cache, most, mostBytes) {
  const found = await Promise.all((await cache.keys()).map(async (key) => {
    const { headers } = await cache.match(key);
    return { key, at: +headers.get(AT), bytes: +headers.get(BYTES) };
  }));
  let bytes = 0;
  found.sort((a, b) => b.at - a.at);
  for (const [number, one] of found.entries()) {
    bytes += one.bytes;
    if (number >= most || bytes > mostBytes) await cache.delete(one.key);
  }
}

// Asks whether a copy is still right and fetches it only if it isn't.
// "same", "changed", or "failed".
async function refresh(path) {
  const old = await copyOf(path);
  const etag = old?.headers.get("etag");
  let response;
  try {
    response = await fetch(path, {
      cache: etag ? "no-store" : "no-cache",
      headers: etag ? { "If-None-Match": etag } : {},
    });
  } catch {
    return "failed";
  }
  if (response.status === 304) {
    const headers = new Headers(old.headers);
    headers.set("date", response.headers.get("date") ?? new Date().toUTCString());
    await keep(path, new Response(old.body, { headers }));
    return "same";
  }
  if (response.status >= 500) return "failed";
  if (isWorthKeeping(response)) return keep(path, response);
  await forget(path);
  return "changed";
}

// What every phone keeps, in the reader's language; asked for once an hour at most.
async function keepForLater(language, opened, isForced) {
  const { pages, shell, catalogue } = SETTINGS.languages[language] ?? wordsFor("/");
  if (opened && !await copyOf(opened)) await refresh(opened);
  const cache = await caches.open(KEPT);
  const checked = `${CHECKED}=${language}`;
  const last = await cache.match(checked);
  if (!isForced && last && Math.abs(Date.now() - await last.text()) < HOUR) return;
  for (const path of [catalogue, shell, ...pages]) {
    if (await refresh(path) === "failed") return;
  }
  if (!await copyOf(SETTINGS.script)) await refresh(SETTINGS.script);
  await cache.put(checked, new Response(String(Date.now())));
}

const inWords = (at, language) => `${new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
  dateStyle: "full", timeStyle: "short", timeZone: SETTINGS.zone,
}).format(at)} ${SETTINGS.zoneName}`;

const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

// A copy says that it is one, and from when, on top of the page.
async function marked(copy, why, path, at) {
  const words = wordsFor(path);
  const date = at && inWords(at, words.language);
  const strip = `<aside class="copy" aria-label="${escaped(words.name)}" data-copy="${why}"${date ? ` data-date="${escaped(date)}"` : ""}>`
    + `<p class="wrap">${escaped(words[why])} ${date ? escaped(words.copy).replace("{date}", `<b>${escaped(date)}</b>`) : escaped(words.nothing)}`
    + ` <a href="">${escaped(words.again)}</a></p></aside>`
    + `<script type="module" src="${escaped(SETTINGS.script)}"></script>`;
  const html = await copy.text();
  const header = html.search(/<header[\s>]/);
  const place = header < 0 ? html.length : header;
  return new Response(html.slice(0, place) + strip + html.slice(place), { headers: copy.headers });
}

// The page that shows the facts of a service, an agency, or all, from the catalogue.
async function shellFor(path, why) {
  const { shell, catalogue } = wordsFor(path);
  const page = await copyOf(shell);
  if (!page) return undefined;
  const facts = await copyOf(catalogue);
  return marked(page, why, path, facts && +facts.headers.get(AT));
}

async function fetchAndKeep(event, path) {
  const response = await fetch(event.request);
  if (isWorthKeeping(response)) {
    const writing = keep(path, response.clone()).catch(() => null);
    written.set(response, writing);
    event.waitUntil(writing);
  } else if (response.status === 404 || response.status === 410) {
    event.waitUntil(forget(path).catch(() => {}));
  }
  return response;
}

async function page(event) {
  const path = pathOf(event.request);
  const came = justArrived.get(path);
  justArrived.delete(path);
  if (came && Date.now() - came < 15_000) {
    const copy = await copyOf(path);
    if (copy) return copy;
  }
  const network = fetchAndKeep(event, path);
  const safe = network.catch(() => FAILED);
  event.waitUntil(safe);
  let first = await Promise.race([safe, pause(PATIENCE, SLOW)]);
  if (first instanceof Response) return first;
  const reason = () => first === SLOW ? "slow" : navigator.onLine ? "unreachable" : "offline";
  const before = await copyOf(path);
  if (before) {
    if (first === SLOW) follow(event, path, safe);
    return marked(before, reason(), path, +before.headers.get(AT));
  }
  if (first === SLOW) {
    first = await Promise.race([safe, pause(PATIENCE_WITHOUT_COPY - PATIENCE, SLOW)]);
    if (first instanceof Response) return first;
  }
  const shell = await shellFor(path, reason());
  if (!shell) return network;
  if (first === SLOW) follow(event, path, safe);
  return shell;
}

// Remembers what becomes of a slow answer, for the copy that is shown meanwhile.
function follow(event, path, answer) {
  const end = answer.then(async (response) => {
    if (response === FAILED || response.status >= 500) return "failed";
    const result = await written.get(response);
    if (result) justArrived.set(path, Date.now());
    return result ?? "changed";
  });
  underway.set(path, end);
  event.waitUntil(end.then(() => pause(1000)).then(() => underway.delete(path)));
}

// A search, or an address without its last slash. Nothing of it is kept; without a signal
// the catalogue answers.
async function asked(event) {
  try {
    return await fetch(event.request);
  } catch (problem) {
    const { pathname, search } = new URL(event.request.url);
    const path = pathname.replace(/\/?$/, "/");
    const why = navigator.onLine ? "unreachable" : "offline";
    const copy = search ? null : await copyOf(path);
    const answer = copy ? await marked(copy, why, path, +copy.headers.get(AT)) : await shellFor(path, why);
    if (answer) return answer;
    throw problem;
  }
}

async function file(event) {
  const path = pathOf(event.request);
  return await copyOf(path) ?? fetchAndKeep(event, path);
}

async function data(event) {
  const path = pathOf(event.request);
  const network = fetchAndKeep(event, path);
  const safe = network.catch(() => FAILED);
  event.waitUntil(safe);
  const first = await Promise.race([safe, pause(PATIENCE, SLOW)]);
  return first instanceof Response ? first : await copyOf(path) ?? network;
}

function isOurs({ origin, pathname }) {
  const bare = `/${pathname.slice(wordsFor(pathname).prefix.length)}`;
  return origin === location.origin && !startsWithAny(bare, SETTINGS.never);
}

function answerTo(request) {
  const url = new URL(request.url);
  if (request.method !== "GET" || request.headers.has("range") || !isOurs(url)) return null;
  const { pathname, search } = url;
  const isNamedFile = /\.\w+$/.test(pathname);
  if (request.mode === "navigate") return isNamedFile ? null : search || !pathname.endsWith("/") ? asked : page;
  if (search) return null;
  if (startsWithAny(pathname, SETTINGS.files)) return file;
  return pathname.endsWith(".json") ? data : null;
}

addEventListener("install", () => self.skipWaiting());

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (![PAGES, FILES, KEPT].includes(name)) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  // Whatever goes wrong in here, the reader gets what the network gives.
  try {
    const answer = answerTo(event.request);
    if (answer) event.respondWith(answer(event).catch(() => fetch(event.request)));
  } catch {
    // Without respondWith the browser asks the network itself.
  }
});

addEventListener("message", (event) => {
  const { data: { keep: language, forced, fresh }, source, ports: [port] } = event;
  const reply = (result) => port?.postMessage(result);
  if (language) {
    const opened = new URL(source.url);
    const path = isOurs(opened) && !opened.search && opened.pathname.endsWith("/") ? opened.pathname : null;
    event.waitUntil(keepForLater(language, path, forced).then(() => reply("kept"), () => reply("failed")));
  } else if (fresh) {
    event.waitUntil((underway.get(fresh) ?? refresh(fresh)).then(reply, () => reply("failed")));
  }
});

// Suggestions while one types. The ranking is that of ranking.py and understanding.py,
// on an index of names; tests compare both.

const PARTICLES = ["lah", "kah", "pun", "nya", "ku", "mu"];
const SUFFIXES = ["kan", "an", "in", "i", "s"];
const PREFIXES =
  "memper: diper: menge: penge: meng:,k peng:,k meny:s peny:s mem:,p pem:,p men:,t pen:,t nge: ber:,r ter:,r per:,r bel: pel: di: ke: se: be: me: pe: te: ng:,k ny:s,c n:t, m:p"
    .split(" ")
    .map((pair) => {
      const [prefix, lost] = pair.split(":");
      return [prefix, lost.split(",")];
    });
const [WEAK, UNKNOWN, BEGINNING, BESIDE, SLIP] = [0.35, 0.5, 0.75, 0.4, 0.18];
const [SATURATION, CANDIDATES, FAR] = [1.2, 80, 9];
const KINDS = ["service", "agency", "event", "elsewhere"];

const NEAR = new Uint8Array(128 * 128);
const places = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].flatMap((row, y) =>
  [...row].map((letter, x) => [letter.charCodeAt(), x + y / 2, y]),
);
for (const [a, x, y] of places) {
  for (const [b, u, v] of places) {
    if (Math.abs(y - v) <= 1 && Math.abs(x - u) <= 1) NEAR[a * 128 + b] = 1;
  }
}

export function wordsOf(text) {
  return (
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/(?<![\p{L}\p{N}_])([\p{L}\p{N}_]{3,})[ -]\1(?:nya|an)?(?![\p{L}\p{N}_])/gu, "$1")
      .match(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu) || []
  ).map((word) =>
    word
      .replace(/['’]/g, "")
      .slice(0, 40)
      .replace(/([a-z])\1{2,}/g, "$1")
      .replace(/^([a-z]{3,})2(nya|an|in)?$/, "$1"),
  );
}

export function roots(word) {
  if (word.length > 24) return [];
  const found = new Set([word]);
  let queue = [word];
  const cut = (endings) => (one) =>
    endings
      .filter((end) => one.endsWith(end) && one.length - end.length >= 3)
      .map((end) => one.slice(0, -end.length));
  const open = (one) =>
    PREFIXES.filter(([prefix]) => one.startsWith(prefix) && one.length - prefix.length >= 2).flatMap(
      ([prefix, lost]) =>
        lost.map((letter) => letter + one.slice(prefix.length)).filter((root) => root.length >= 3),
    );
  for (const step of [cut(PARTICLES), cut(SUFFIXES), open, open]) {
    queue = queue.concat(queue.flatMap(step));
    queue.forEach((one) => found.add(one));
  }
  found.delete(word);
  return [...found].slice(0, 60);
}

const codes = (word) => Uint16Array.from(word, (letter) => letter.charCodeAt());
const lost = (word, i) => (i > 1 && word[i - 1] === word[i - 2] ? 0.75 : 1);

export function distance(first, second, limit) {
  const [rows, columns] = [first.length, second.length];
  if (Math.abs(rows - columns) > limit) return FAR;
  let before = new Float64Array(columns + 1);
  let last = Float64Array.from({ length: columns + 1 }, (_, j) => j);
  let row = new Float64Array(columns + 1);
  for (let i = 1; i <= rows; i++) {
    const a = first[i - 1];
    const down = lost(first, i);
    let least = (row[0] = i);
    for (let j = 1; j <= columns; j++) {
      const b = second[j - 1];
      const other = a === b ? 0 : a < 128 && b < 128 && NEAR[a * 128 + b] ? 0.75 : 1;
      let best = last[j - 1] + other;
      if (last[j] + down < best) best = last[j] + down;
      if (row[j - 1] + lost(second, j) < best) best = row[j - 1] + lost(second, j);
      if (i > 1 && j > 1 && a === second[j - 2] && first[i - 2] === b) {
        if (before[j - 2] + 0.75 < best) best = before[j - 2] + 0.75;
      }
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > limit) return FAR;
    [before, last, row] = [last, row, before];
  }
  return last[columns] <= limit ? last[columns] : FAR;
}

export function readIndex(data) {
  const terms = data.terms.split(" ");
  const surfaces = new Map(terms.map((term, number) => [term, number]));
  const forms = data.forms.split(" ");
  for (let i = 0; i + 1 < forms.length; i += 2) surfaces.set(forms[i], +forms[i + 1]);
  for (const [slip, standard] of Object.entries(data.spelling)) {
    const term = surfaces.get(standard);
    if (term !== undefined && !surfaces.has(slip)) surfaces.set(slip, term);
  }
  const docs = data.docs.map(([title, url, note, kind, names, weights]) => {
    const held = new Map();
    for (let i = 0; i < weights.length; i += 2) held.set(weights[i], weights[i + 1]);
    return { title, url, note, kind: KINDS[kind], names, held };
  });
  const postings = terms.map(() => []);
  docs.forEach((doc, number) => doc.held.forEach((_, term) => postings[term].push(number)));
  const size = docs.length;
  return {
    ...data,
    terms,
    surfaces,
    docs,
    postings,
    size,
    sorted: [...surfaces.keys()].sort(),
    codes: [...surfaces.keys()].map((surface) => [surface, codes(surface)]),
    spelling: new Map(Object.entries(data.spelling)),
    stop: new Set(data.stop.split(" ")),
    weak: new Set(data.weak.split(" ")),
    others: new Map(
      data.same.map(([phrase, ...rest]) => [phrase.join(), rest.map(([w, ...other]) => [w, other])]),
    ),
    idf: data.counts.map((count) => Math.log(1 + (size - count + 0.5) / (count + 0.5))),
  };
}

function known(word, index) {
  if (index.surfaces.has(word)) return index.surfaces.get(word);
  const root = roots(word).find((one) => index.surfaces.has(one));
  return root === undefined ? -1 : index.surfaces.get(root);
}

function joined(tokens, { surfaces }) {
  const found = [];
  for (let i = 0; i < tokens.length; i++) {
    const [word, after] = [tokens[i], tokens[i + 1]];
    const both = word + after;
    if (
      after !== undefined &&
      (Math.min(word.length, after.length) <= 3 || !surfaces.has(word) || !surfaces.has(after)) &&
      both.length >= 5 &&
      /^\p{L}+$/u.test(both) &&
      surfaces.has(both)
    ) {
      found.push(both);
      i++;
    } else found.push(word);
  }
  return found;
}

function divided(token, index) {
  const { surfaces, spelling, stop } = index;
  if (token.length < 4 || spelling.has(token) || known(token, index) >= 0) return [token];
  const isWord = (word) =>
    index.counts[surfaces.get(word)] > 0 || spelling.has(word) || (word.length > 2 && stop.has(word));
  let best = [0, [token]];
  for (let i = 1; i < token.length; i++) {
    const [first, second] = [token.slice(0, i), token.slice(i)];
    const shorter = Math.min(i, second.length);
    const longer = Math.max(i, second.length);
    if (shorter === 1 && (longer < 3 || token.length > 4 || second.length > 1)) continue;
    if (shorter > best[0] && isWord(first) && isWord(second)) best = [shorter, [first, second]];
  }
  return best[1];
}

function beginnings(start, index) {
  let [low, high] = [0, index.sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.sorted[middle] < start) low = middle + 1;
    else high = middle;
  }
  const found = new Set();
  for (; low < index.sorted.length && index.sorted[low].startsWith(start); low++) {
    const term = index.surfaces.get(index.sorted[low]);
    if (index.counts[term]) found.add(term);
  }
  return [...found].sort((a, b) => index.counts[b] - index.counts[a] || a - b).slice(0, 8);
}

function guesses(token, index) {
  const { surfaces, counts } = index;
  const isUsed = (word) => surfaces.has(word) && counts[surfaces.get(word)] > 0;
  if (!/^\p{L}+$/u.test(token)) return [];
  if (token.length === 3) {
    const [a, b, c] = token;
    return [...new Set([b + a + c, a + c + b])]
      .filter((other) => other !== token && isUsed(other))
      .map((other) => [0.75, other]);
  }
  const limit = token.length < 4 ? 0 : token.length < 7 ? 1 : 2;
  if (!limit) return [];
  const found = [];
  const typed = codes(token);
  for (const [surface, code] of index.codes) {
    if (code.length < 3 || Math.abs(code.length - typed.length) > limit) continue;
    let cost = distance(typed, code, limit);
    if (cost >= FAR || !isUsed(surface)) continue;
    if (surface[0] !== token[0]) {
      if (cost >= 1) continue;
      cost += 0.3;
    }
    found.push([Math.round(cost * 100) / 100, surface]);
  }
  const count = (one) => counts[surfaces.get(one[1])];
  found.sort((a, b) => a[0] - b[0] || count(b) - count(a) || (a[1] < b[1] ? -1 : 1));
  const seen = new Map();
  for (const one of found) {
    const term = surfaces.get(one[1]);
    if (one[0] <= found[0][0] + 0.3 && !seen.has(term)) seen.set(term, one);
  }
  return [...seen.values()].slice(0, 3);
}

function readWord(token, index, isLast) {
  const ways = [];
  const term = known(token, index);
  if (term >= 0) ways.push([1, [term]]);
  if (token.length >= 2 && (isLast || (term < 0 && token.length >= 4))) {
    for (const other of beginnings(token, index)) {
      if (other !== term) ways.push([term < 0 ? BEGINNING : BESIDE, [other]]);
    }
  }
  if (!ways.length) {
    for (const [cost, surface] of guesses(token, index)) {
      ways.push([1 - SLIP * cost - 0.05, [index.surfaces.get(surface)]]);
    }
  }
  const first = ways.length ? ways[0][1][0] : -1;
  const mass =
    first >= 0 && index.counts[first] ? index.idf[first] : UNKNOWN * Math.log(1 + index.size / 1.5);
  return { ways, first, mass: (index.weak.has(token) ? WEAK : 1) * mass };
}

function readSlot(words, others, index) {
  const sure = words[0].ways.length ? words[0].ways[0][0] : 1;
  const usable = others
    .filter(([, phrase]) => phrase.every((term) => index.counts[term]))
    .map(([weight, phrase]) => [weight * sure, phrase]);
  let mass = words.reduce((sum, word) => sum + word.mass, 0);
  const answerable = (word) => word.ways.some(([, [term]]) => index.counts[term]);
  if (usable.length && !words.every(answerable)) {
    mass = Math.min(
      ...usable.map(([, phrase]) => phrase.reduce((sum, term) => sum + index.idf[term], 0)),
    );
  }
  return { words, others: usable, mass };
}

export function understand(text, index, isTyping = false) {
  let tokens = joined(wordsOf(text), index)
    .flatMap((token) => divided(token, index))
    .flatMap((token) => (index.spelling.get(token) || token).split(" "));
  const kept = tokens.filter((token) => !index.stop.has(token));
  tokens = [...new Set(kept.length ? kept : tokens)].slice(0, 12);
  const words = tokens.map((token, i) =>
    readWord(token, index, isTyping && i === tokens.length - 1),
  );
  const slots = [];
  for (let i = 0; i < words.length; ) {
    for (let length = Math.min(index.longest, words.length - i); length; length--) {
      const part = words.slice(i, i + length);
      const others = index.others.get(part.map((word) => word.first).join());
      if (others || length === 1) {
        slots.push(readSlot(part, others || [], index));
        i += length;
        break;
      }
    }
  }
  return slots;
}

// The readings of a slot that a document can hold at all.
function readingsIn(slot, held) {
  const inside = ([, phrase]) => phrase.every((term) => held.has(term));
  return {
    mass: slot.mass,
    words: slot.words.map(({ mass, ways }) => ({ mass, ways: ways.filter(inside) })),
    others: slot.others.filter(inside),
  };
}

function likeness(slots, name, whole, index) {
  const within = (phrase) => phrase.every((term) => name.indexOf(term, 1) > 0);
  const used = [];
  let matched = 0;
  for (const slot of slots) {
    let [own, mass, terms] = [0, 0, []];
    for (const word of slot.words) {
      mass += word.mass;
      const way = word.ways.find(([, phrase]) => within(phrase));
      if (way) {
        own += word.mass * way[0];
        terms.push(...way[1]);
      }
    }
    let best = mass ? (slot.mass * own) / mass : 0;
    for (const [w, phrase] of slot.others) {
      if (slot.mass * w > best && within(phrase)) [best, terms] = [slot.mass * w, phrase];
    }
    matched += best;
    used.push(...terms);
  }
  let [total, shared] = [0, 0];
  for (let i = 1; i < name.length; i++) {
    total += index.idf[name[i]];
    if (used.includes(name[i])) shared += index.idf[name[i]];
  }
  const recall = matched / whole;
  const precision = total ? shared / total : 0;
  if (!(recall && precision)) return 0;
  return (index.nameWeights[name[0]] * recall * precision) / (0.5 * recall + 0.5 * precision);
}

function covered(slot, strength, index) {
  let [own, mass] = [0, 0];
  for (const word of slot.words) {
    mass += word.mass;
    own += word.mass * Math.max(0, ...word.ways.map(([w, [term]]) => w * strength(term)));
  }
  let best = mass ? (slot.mass * own) / mass : 0;
  for (const [weight, phrase] of slot.others) {
    let [total, got] = [0, 0];
    for (const term of phrase) {
      total += index.idf[term];
      got += index.idf[term] * strength(term);
    }
    const share = total ? got / total : 0;
    best = Math.max(best, slot.mass * weight * share * Math.sqrt(share));
  }
  return best;
}

// What a slot adds to each document: the best of its readings, roughly.
function gainsOf(slot, index) {
  const own = new Map();
  const each = (term, visit) => {
    for (const number of index.postings[term]) {
      const value = index.docs[number].held.get(term);
      visit(number, value / (value + SATURATION));
    }
  };
  for (const word of slot.words) {
    const best = new Map();
    for (const [weight, [term]] of word.ways) {
      each(term, (number, strength) =>
        best.set(number, Math.max(best.get(number) || 0, weight * word.mass * strength)),
      );
    }
    best.forEach((gain, number) => own.set(number, (own.get(number) || 0) + gain));
  }
  for (const [weight, phrase] of slot.others) {
    const other = new Map();
    const gain = (weight * slot.mass) / phrase.length;
    for (const term of phrase) {
      each(term, (number, strength) =>
        other.set(number, (other.get(number) || 0) + gain * strength),
      );
    }
    other.forEach((sum, number) => own.set(number, Math.max(own.get(number) || 0, sum)));
  }
  return own;
}

export function rank(text, index, isTyping = false, most = 8) {
  const slots = understand(text, index, isTyping);
  const whole = slots.reduce((sum, slot) => sum + slot.mass, 0);
  if (!whole) return [];
  const sums = new Map();
  for (const slot of slots) {
    for (const [number, gain] of gainsOf(slot, index)) {
      sums.set(number, (sums.get(number) || 0) + gain);
    }
  }
  const near = [...sums]
    .map(([number, sum]) => [number, Math.round(sum * 1e6)])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, CANDIDATES);
  const hits = [];
  for (const [number] of near) {
    const doc = index.docs[number];
    const strength = (term) => {
      const value = doc.held.get(term) || 0;
      return value / (value + SATURATION);
    };
    const coverage = slots.reduce((sum, slot) => sum + covered(slot, strength, index), 0) / whole;
    const readings = slots.map((slot) => readingsIn(slot, doc.held));
    const present = new Set(
      readings.flatMap(({ words, others }) =>
        [...others, ...words.flatMap((word) => word.ways)].flatMap(([, phrase]) => phrase),
      ),
    );
    let like = 0;
    for (const name of doc.names) {
      if (name.some((term, i) => i && present.has(term))) {
        like = Math.max(like, likeness(readings, name, whole, index));
      }
    }
    const score = Math.round((coverage + like) * 5000);
    if (score > 0) hits.push({ doc, number, score: score / 10000 });
  }
  return hits.sort((a, b) => b.score - a.score || a.number - b.number).slice(0, most);
}

let index;
let number = 0;

// The combobox of the ARIA pattern: the list follows the box, focus stays in the box.
export async function attach(box, address) {
  index ||= fetch(address)
    .then((answer) => answer.json())
    .then(readIndex);
  const words = await index;
  const { says } = words;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  list.id = `suggestions-${++number}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = says.title;
  list.hidden = true;
  status.className = "hidden";
  status.role = "status";
  box.parentElement.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) {
    box.setAttribute(name, value);
  }
  let active = -1;

  const show = (isOpen) => {
    list.hidden = !isOpen;
    box.ariaExpanded = isOpen;
    choose(-1);
  };
  const choose = (place) => {
    const options = list.children;
    options[active]?.setAttribute("aria-selected", "false");
    active = place;
    const option = options[active];
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.ariaSelected = "true";
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };
  const go = (option) => location.assign(option.dataset.url);
  const suggest = () => {
    const text = box.value.slice(0, 200);
    const hits = text.trim().length < 2 ? [] : rank(text, words, true, 6);
    const least = hits.length ? hits[0].score * 0.4 : 0;
    list.replaceChildren(
      ...hits
        .filter((hit) => hit.score >= Math.max(0.15, least))
        .map(({ doc }, i) => {
          const option = document.createElement("li");
          option.id = `${list.id}-${i}`;
          option.className = "suggestion";
          option.role = "option";
          option.ariaSelected = "false";
          option.dataset.url = doc.url;
          for (const name of ["title", "note"]) {
            const part = document.createElement("span");
            part.className = `suggestion__${name}`;
            part.textContent = doc[name];
            option.append(part, " ");
          }
          return option;
        }),
    );
    const count = list.children.length;
    show(count > 0);
    status.textContent = count
      ? says.some.replace("%s", count)
      : text.trim().length < 2
        ? ""
        : says.none;
  };

  box.addEventListener("input", suggest);
  box.addEventListener("blur", () => show(false));
  box.addEventListener("keydown", (event) => {
    const count = list.children.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count && !event.isComposing) {
      event.preventDefault();
      if (list.hidden) show(true);
      choose(active < 0 ? (step > 0 ? 0 : count - 1) : active + step === count ? -1 : active + step);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      go(list.children[active]);
    }
  });
  // Before the box loses the focus, which closes the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  if (document.activeElement === box && box.value) suggest();
}

// Keeps every [data-open-pill] right. Mirrors gerai/place/clock.py; a test compares them.

const MINUTE = 60_000;
const DAY = 1440;
const LOOK_AHEAD = 366;

const minutes = (text) => 60 * text.slice(0, 2) + +text.slice(3);
const isoDay = (day) => new Date(day * DAY * MINUTE).toISOString().slice(0, 10);
const spans = (hours) => hours && hours.map(([from, to]) => [minutes(from), minutes(to)]);
const covering = (list, minute) => list.find(([from, to]) => from <= minute && minute < to);

function planOf(schedule, day) {
  const date = isoDay(day);
  if (date < schedule.from || date > schedule.through) return { hours: null, closures: [], beyond: true };
  const other = schedule.days[date];
  // 1 January 1970 was a Thursday; the week starts on Monday.
  const hours = spans(other ? other.hours : schedule.weekly && schedule.weekly[(day + 3) % 7]);
  return {
    hours,
    planned: other?.planned ? spans(other.planned) : hours,
    closures: (other?.closures ?? []).map(([from, to, reason]) => [minutes(from), minutes(to), reason]),
    kind: other?.kind,
    reason: other?.reason,
    confirmed: other?.confirmed ?? schedule.confirmed,
  };
}

function whyClosed(plan, minute) {
  if (plan.kind) return [plan.kind, plan.reason ?? null];
  const next = plan.planned.find(([, to]) => to > minute);
  const closure = next && covering(plan.closures, Math.max(next[0], minute));
  if (closure) return ["closure", closure[2]];
  if (!plan.planned.length) return ["not_a_service_day", null];
  const { hours } = plan;
  const between = hours.length && hours[0][0] < minute && minute < hours.at(-1)[0];
  return [between ? "break" : "outside_hours", null];
}

function nextOpening(schedule, start, minute) {
  let plan = planOf(schedule, start);
  let sure = plan.confirmed;
  for (let day = start; plan.hours && day <= start + LOOK_AHEAD; ) {
    const found = plan.hours.find(([from]) => from > minute);
    if (found) return [day * DAY + found[0], sure];
    minute = -1;
    plan = planOf(schedule, ++day);
    sure = sure && plan.confirmed;
  }
  return [null, planOf(schedule, start).confirmed];
}

/** The answer at `now` (milliseconds since 1970): the same as Timetable.state_at. */
export function stateAt(schedule, now) {
  const local = Math.floor(now / MINUTE) + schedule.offset;
  const today = Math.floor(local / DAY);
  const minute = local - today * DAY;
  const instant = (at) => at === null ? null : (at - schedule.offset) * MINUTE;
  const state = { open: null, closes: null, opensNext: null, kind: null, reason: null, confirmed: false };
  const plan = planOf(schedule, today);
  if (!plan.hours) {
    const closure = covering(plan.closures, minute);
    if (!closure) return { ...state, kind: plan.beyond ? "beyond" : "unknown" };
    return { ...state, open: false, kind: "closure", reason: closure[2], confirmed: true };
  }
  const current = covering(plan.hours, minute);
  if (!current) {
    const [kind, reason] = whyClosed(plan, minute);
    const [opens, confirmed] = nextOpening(schedule, today, minute);
    return { ...state, open: false, opensNext: instant(opens), kind, reason, confirmed };
  }
  let [, closes] = current;
  let { confirmed } = plan;
  let day = today;
  while (closes === DAY) {
    const following = planOf(schedule, day + 1);
    if (!following.hours || day >= today + LOOK_AHEAD) return { ...state, open: true, confirmed };
    if (following.hours[0]?.[0] !== 0) break;
    day += 1;
    [[, closes]] = following.hours;
    confirmed = confirmed && following.confirmed;
  }
  const [opens] = nextOpening(schedule, day, closes - 1);
  return { ...state, open: true, closes: instant(day * DAY + closes), opensNext: instant(opens), confirmed };
}

const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** The answer, and how sure it is; `brief` leaves the number out. */
export function pillParts(state, schedule, messages, now, brief = false) {
  const day = (at) => Math.floor((at / MINUTE + schedule.offset) / DAY);
  const zone = new Date(now).getTimezoneOffset() === -schedule.offset ? "" : ` ${schedule.zone}`;
  const time = (at, isEnd) => {
    const clock = new Date(at + schedule.offset * MINUTE).toISOString();
    const [hour, minute] = [clock.slice(11, 13), clock.slice(14, 16)];
    return fill(messages.time, { hour: isEnd && hour + minute === "0000" ? "24" : hour, minute }) + zone;
  };
  const dayName = (at) => {
    const number = day(at);
    const weekday = messages.weekdays[(number + 3) % 7];
    if (number - day(now) < 7) return weekday;
    const date = new Date(number * DAY * MINUTE);
    return fill(messages.date, { weekday, day: date.getUTCDate(), month: messages.months[date.getUTCMonth()] });
  };
  const sure = state.confirmed ? "" : "Unconfirmed";
  const parts = [];
  if (state.open === null) {
    parts.push(messages.unknown);
  } else if (state.open) {
    parts.push(state.closes === null
      ? messages[`openOnly${sure}`]
      : fill(messages[`open${sure}`], { time: time(state.closes, true) }));
  } else {
    const { opensNext, kind, reason } = state;
    const ahead = opensNext === null ? null : day(opensNext) - day(now);
    const head = {
      break: messages.onBreak,
      not_a_service_day: messages.notToday,
      closure: ahead === 0 ? messages.closedNow : messages.closedToday,
      holiday: messages.closedToday,
    }[kind] ?? messages.closed;
    parts.push(fill(head, { reason }));
    if (ahead !== null) {
      const form = ahead === 0 ? "opens" : ahead === 1 ? "opensTomorrow" : "opensDay";
      parts.push(fill(messages[form + sure], { time: time(opensNext), day: dayName(opensNext) }));
    }
  }
  const doubts = [];
  if (state.open !== null && !state.confirmed) doubts.push(messages.unconfirmed);
  if (!state.confirmed && messages.phone && !brief) doubts.push(fill(messages.call, messages));
  return [parts.join(" · "), doubts.join(" · ")];
}

export const pillText = (...of) => pillParts(...of).filter(Boolean).join(" · ");

function show(pill, [answer, doubt]) {
  const text = [answer, doubt].filter(Boolean).join(" · ");
  if (pill.textContent === text) return;
  pill.textContent = answer;
  if (!doubt) return;
  const small = document.createElement("small");
  small.append(doubt);
  const separator = document.createElement("span");
  separator.className = "hidden";
  separator.append(" · ");
  pill.append(separator, small);
}

export function stateName(state) {
  if (state.open === null) return "unknown";
  return (state.confirmed ? "" : "unconfirmed-") + (state.open ? "open" : "closed");
}

const fallbacks = new WeakMap();

/** Fill all pills below `root` for the instant `now`. */
export function refresh(root, payload, now) {
  for (const pill of root.querySelectorAll("[data-open-pill]")) {
    let schedule = payload.schedules[pill.dataset.openPill];
    if (typeof schedule === "string") schedule = payload.schedules[schedule];
    if (!schedule || schedule.v !== 1) continue;
    if (!fallbacks.has(pill)) fallbacks.set(pill, pill.textContent);
    const state = stateAt(schedule, now);
    // An old copy must not pretend to know today: the weekly hours remain.
    show(pill, state.kind === "beyond"
      ? [fallbacks.get(pill), ""]
      : pillParts(state, schedule, payload.messages, now, "openBrief" in pill.dataset));
    pill.dataset.state = stateName(state);
  }
}

/** From the page's foot; "" if it has none. */
export const mallPhone = () => document.querySelector("[data-mall-phone]")?.dataset.mallPhone ?? "";

function start() {
  const script = document.getElementById("hours");
  if (!script) return;
  const payload = JSON.parse(script.textContent);
  payload.messages.phone = mallPhone();
  let timer;
  const tick = () => {
    clearTimeout(timer);
    const now = Date.now();
    refresh(document, payload, now);
    timer = setTimeout(tick, MINUTE - (now % MINUTE) + 50);
  };
  tick();
  // Paper outlives the minute: it gets the weekly hours.
  addEventListener("beforeprint", () => {
    for (const pill of document.querySelectorAll("[data-open-pill]")) {
      if (fallbacks.has(pill)) show(pill, [fallbacks.get(pill), ""]);
    }
  });
  addEventListener("afterprint", tick);
  // A phone that slept missed its timers.
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

if (typeof document !== "undefined") start();

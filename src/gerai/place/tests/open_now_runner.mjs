// Answers questions from standard input with open-now.js, for test_open_now.py.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { pillText, stateAt, stateName, refresh } = await import(pathToFileURL(process.argv[2]).href);
const input = JSON.parse(readFileSync(0, "utf8"));

if (input.page) {
  // The smallest page that refresh() needs: elements that only know their text.
  const element = (text) => ({
    textContent: text,
    append(...parts) { for (const part of parts) this.textContent += part.textContent ?? part; },
  });
  globalThis.document = { createElement: () => element("") };
  const pills = input.page.map(({ key, text, brief }) => ({
    ...element(text),
    dataset: { openPill: key, ...(brief ? { openBrief: "" } : {}) },
  }));
  const root = { querySelectorAll: () => pills };
  for (const now of input.instants) refresh(root, input.payload, now);
  console.log(JSON.stringify(pills.map((pill) => [pill.textContent, pill.dataset.state ?? null])));
} else {
  const answers = input.questions.map(({ schedule, now }) => {
    const state = stateAt(schedule, now);
    const text = input.messages ? pillText(state, schedule, input.messages, now) : null;
    return { ...state, name: stateName(state), text };
  });
  console.log(JSON.stringify(answers));
}

// Scores one address as the MDN HTTP Observatory does, on this machine: the scanner's own
// parts, with a path and ports of ours. Arguments: host, HTTP port, HTTPS port, path,
// and a cookie for whoever is signed in. Prints JSON.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import {
  getGradeForScore,
  getScoreModifier,
} from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const [host, httpPort, httpsPort, path, cookie] = process.argv.slice(2);
const found = await retrieve(host, {
  httpPort: +httpPort,
  httpsPort: +httpsPort,
  path,
  ...(cookie ? { headers: ["Accept: text/html", `Cookie: ${cookie}`] } : {}),
});
if (!found.responses.auto) throw new Error("nobody answers");
const tests = ALL_TESTS.map((test) => test(found)).filter(({ result }) => result);
const modifiers = tests.map(({ result }) => getScoreModifier(result));
const sum = (values) => values.reduce((one, other) => one + other, 0);
const without = 100 + sum(modifiers.filter((modifier) => modifier < 0));
const score = without >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? 100 + sum(modifiers) : without;
console.log(
  JSON.stringify({
    status: found.responses.auto.status,
    verified: found.responses.auto.verified,
    ...getGradeForScore(score),
    tests: tests.map(({ constructor, result, pass }, number) => ({
      name: constructor.name,
      result,
      pass,
      modifier: modifiers[number],
    })),
  }),
);

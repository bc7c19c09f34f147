// MiniSearch with Han bigrams: `node minisearch.mjs TEXTS QUERIES`. TEXTS has a line of JSON (id, text) a report;
// QUERIES is a JSON array. Prints what it costs and what it finds as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { brotliCompressSync, constants } from "node:zlib";

const { default: MiniSearch } = await import(createRequire(process.cwd() + "/").resolve("minisearch"));
const [texts, queries] = process.argv.slice(2);

const han = /\p{Script=Han}+|[\p{L}\p{N}][\p{L}\p{N}+#.-]*/gu;

/** Words as they are, Han as pairs of neighbours. */
function tokenize(text) {
  const tokens = [];
  for (const [run] of text.normalize("NFKC").matchAll(han)) {
    const chars = [...run];
    if (!/^\p{Script=Han}/u.test(run) || chars.length === 1) tokens.push(run);
    else for (let at = 0; at + 1 < chars.length; at += 1) tokens.push(chars[at] + chars[at + 1]);
  }
  return tokens;
}

const reports = readFileSync(texts, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
const before = process.cpuUsage();
// A word may go on, and a lone character begins a pair; pairs stand as they are.
const prefix = (term) => [...term].length === 1 || !/^\p{Script=Han}/u.test(term);
const index = new MiniSearch({ fields: ["text"], tokenize, searchOptions: { combineWith: "AND", prefix } });
index.addAll(reports);
const spent = process.cpuUsage(before);
const json = JSON.stringify(index);
const brotli = brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

const answers = JSON.parse(readFileSync(queries, "utf8")).map((q) => {
  const start = performance.now();
  const ids = index.search(q).map((found) => found.id);
  return { ids, ms: performance.now() - start };
});
console.log(JSON.stringify({
  cpu: (spent.user + spent.system) / 1e6,
  memory: process.resourceUsage().maxRSS * 1024,
  bytes: json.length,
  brotli,
  answers,
}));

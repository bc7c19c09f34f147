// The other half of the service worker: files that are named by their content. The builder puts it behind `sw.js`, whose
// names it uses.
//
// Such a file is good for every generation that names it, so all of them stand in one cache. Nothing enters it that is
// not what its name says; what no generation names any more leaves it.

/** A file whose name ends in twelve characters of its SHA-256. */
const hashed = /^(?:assets|data)\/(.+)\.([\w-]{12})\.\w+$/;
/** A shard of the search index: its folder is named by the content of all of them, and it carries a check of its own. */
const indexed = /^data\/index-[\d-]+\.[\w-]{12}\/[\da-f]+\.bin$/;
const AT_ONCE = 6;
/** After so many milliseconds a file that has not come whole counts as not coming. */
const PATIENCE = 60_000;
/** After so many milliseconds without the beginning of an answer, a connection counts as hanging. */
const ANSWER = 20_000;

function isNamed(path) {
  return hashed.test(path) || indexed.test(path);
}

/** Fetches files and stores them; says of each, in order, what was in the way, or `null`. */
async function keepAll(paths) {
  const reasons = paths.map(() => null);
  await each(paths, async (path, at) => (reasons[at] = await keepOne(String(path))));
  return reasons;
}

async function keepOne(path) {
  if (!isNamed(path)) return "unnamed";
  if (await stored(path)) return null;
  let reason;
  // The browser's own cache may hold bytes that were cut off: past it, they may be good.
  for (const cache of ["default", "reload"]) {
    try {
      reason = await keep(path, await fetch(root + path, { cache, signal: within(PATIENCE) }));
    } catch {
      return "offline";
    }
    if (reason !== "mismatch") break;
  }
  return reason;
}

/** Stores a file if its bytes are what its name says, so a host's HTML answer is never kept; says what was in the way. */
async function keep(path, response) {
  if (response.status !== 200) {
    // An answer that nobody reads would keep the connection.
    if (response.body) response.body.cancel().catch(() => {});
    return String(response.status);
  }
  const type = response.headers.get("Content-Type") || "application/octet-stream";
  let bytes;
  try {
    bytes = await response.arrayBuffer();
  } catch {
    return "offline";
  }
  if (!(await isWhole(path, bytes))) return type.startsWith("text/html") ? "html" : "mismatch";
  const headers = { "Content-Type": type, "Content-Length": String(bytes.byteLength) };
  try {
    await (await caches.open(files)).put(root + path, new Response(bytes, { headers }));
    return null;
  } catch (error) {
    // Storage is full: reading goes on from the network.
    return isFull(error) ? "full" : "refused";
  }
}

function isFull(error) {
  return Boolean(error) && error.name === "QuotaExceededError";
}

async function isWhole(path, bytes) {
  if (indexed.test(path)) return isWholeShard(bytes);
  const [, , hash] = hashed.exec(path);
  return (await fingerprints(bytes)).some((name) => name.startsWith(hash));
}

/** Whether the first four bytes, little-endian, are FNV-1a over the rest. */
function isWholeShard(bytes) {
  if (bytes.byteLength < 4) return false;
  let check = 0x811c9dc5;
  for (const byte of new Uint8Array(bytes, 4)) check = Math.imul(check ^ byte, 0x01000193);
  return new DataView(bytes).getUint32(0, true) === check >>> 0;
}

/** The SHA-256 as the names of files write it: data and app in Base64 for addresses, images in hex. */
async function fingerprints(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const base64 = inAddresses(btoa(String.fromCharCode(...digest)));
  return [base64, Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")];
}

function inAddresses(base64) {
  return base64.replaceAll("+", "-").replaceAll("/", "_");
}

/** A stored file from any own cache, since its name says what it holds. */
async function stored(path) {
  for (const name of new Set([files, generation, ...(await ownCaches())])) {
    const response = await inCache(name, path);
    if (response) return response;
  }
  return undefined;
}

/** The paths of all files that are here. */
async function storedPaths() {
  const paths = new Set();
  for (const name of await ownCaches()) {
    for (const request of await (await caches.open(name)).keys()) paths.add(pathOf(request.url));
  }
  return [...paths];
}

/** Those of some files that are missing, or are not what their names say; the latter are given up. */
async function damaged(paths) {
  const found = [];
  await each(paths, async (path) => {
    const response = isNamed(path) && (await stored(path));
    if (response && (await isWhole(path, await response.arrayBuffer()))) return;
    found.push(path);
  });
  await forget(found);
  return found;
}

async function forget(paths) {
  const cache = await caches.open(files);
  await each(paths, (path) => cache.delete(root + path));
}

/**
 * Fetches what this generation has in place of files that are kept of the one before: where a day could be read without
 * a network, it still can. Files that have come stay where this breaks off, so the next attempt has less to do.
 */
async function carryOver() {
  const before = await lastActivated();
  const old = before && (await bundleOf(prefix + before.generation));
  const here = new Set(await namesIn(files));
  if (!old || here.size === 0) return;
  const anew = await bundleOf(generation);
  const kept = (await shardsOf(old, storedJson)).filter((shard) => here.has(shard.path));
  const replaced = (kind, from, to) => kept.some((it) => it.kind === kind && it.from <= to && from <= it.to);
  // Days sort as texts.
  const directories = directoriesOf(anew).filter((it) => replaced(it.kind, it.year + "-01-01", it.year + "-12-31"));
  const shards = await shardsOf({ directories }, keptJson);
  const wanted = shards.filter((it) => replaced(it.kind, it.from, it.to)).map((it) => it.path);
  const [words, index] = [wordFiles(old), indexFiles(old)];
  if (words.some((path) => here.has(path))) wanted.push(...wordFiles(anew));
  // Half an index is of no use.
  if (index.length > 0 && index.every((path) => here.has(path))) wanted.push(...indexFiles(anew));
  await each(wanted, keepSurely);
}

async function keepSurely(path) {
  const reason = await keepOne(path);
  if (reason === "full") throw new DOMException(path, "QuotaExceededError");
  if (reason) throw new Error(path + ": " + reason);
}

async function keptJson(path) {
  await keepSurely(path);
  return storedJson(path);
}

async function storedJson(path) {
  const response = await stored(path);
  return response && response.json();
}

/**
 * Gives up the data that no stored generation names; images belong to no generation. What is stored is listed first:
 * what comes while the bundles are read stays.
 */
async function tidy() {
  const here = (await namesIn(files)).filter((path) => path.startsWith("data/"));
  const named = new Set();
  // A directory that is not here may name any shard of its year.
  const unread = [];
  for (const name of await ownCaches()) {
    const bundle = name !== files && (await bundleOf(name));
    if (!bundle) continue;
    for (const path of [...directoryFiles(bundle), ...wordFiles(bundle), ...indexFiles(bundle)]) named.add(path);
    for (const directory of directoriesOf(bundle)) {
      const shards = await shardsOf({ directories: [directory] }, storedJson);
      for (const shard of shards) named.add(shard.path);
      if (shards.length === 0) unread.push("data/" + directory.kind + "-" + directory.year + "-");
    }
  }
  await forget(here.filter((path) => !named.has(path) && !unread.some((start) => path.startsWith(start))));
}

async function bundleOf(name) {
  const response = await inCache(name, "data/bundle.json");
  return response ? response.json() : null;
}

async function namesIn(name) {
  return (await (await caches.open(name)).keys()).map((request) => pathOf(request.url)).filter(isNamed);
}

/** The directories that a bundle names: of reports, and of their terms. */
function directoriesOf({ directories, terms }) {
  return [...(directories || []), ...(terms || [])];
}

/** The shards that a bundle leads to, with the days they cover, as far as `read` gives their directories. */
async function shardsOf(bundle, read) {
  const shards = [];
  for (const link of directoriesOf(bundle)) {
    const { kind } = link;
    const directory = await read(directoryFile(link));
    for (const shard of (directory || {}).shards || []) {
      const { from, to } = shard.period;
      shards.push({ kind, from, to, path: linked(kind + "-" + from, shard) });
    }
  }
  return shards;
}

function directoryFiles(bundle) {
  return directoriesOf(bundle).map(directoryFile);
}

function directoryFile(link) {
  return linked(link.kind + "-" + link.year, link);
}

function wordFiles(bundle) {
  return (bundle.words || []).map((link) => linked(link.name, link));
}

function indexFiles(bundle) {
  return ((bundle.index || {}).levels || []).flatMap(({ from, hash, bits }) => {
    const folder = "data/index-" + from + "." + short(hash) + "/";
    return Array.from({ length: 1 << bits }, (_, number) => folder + number.toString(16) + ".bin");
  });
}

function linked(name, { hash }) {
  return "data/" + name + "." + short(hash) + ".json";
}

function short(hash) {
  return inAddresses(hash).slice(0, 12);
}

/** Does something with each of a list and its place there, a few at a time. */
async function each(list, work) {
  // All take from one iterator, so each item is taken once.
  const rest = list.entries();
  const worker = async () => {
    for (const [at, item] of rest) await work(item, at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

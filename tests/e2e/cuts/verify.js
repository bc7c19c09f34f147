// The body of an async function that runs in a page that shows the site: what it shows, and all that is wrong with that.
// `arguments[0]`: the generations that were ever published ({app, text, version}); `arguments[1]`: whether a worker must
// be here.
const [published, kept] = arguments;
const html = document.documentElement;
const root = html.dataset.root;
const prefix = "kanbao:" + new URL(root).pathname + ":";
const problems = [];

const inBase64 = async (response) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await response.arrayBuffer()));
  return btoa(String.fromCharCode(...digest));
};

const texts = published.filter(({ text }) => document.body.innerText.includes(text));
if (texts.length !== 1) problems.push(`the texts are of ${texts.length} generations`);
const shown = published.find(({ app, text }) => app === html.dataset.mark && texts.some((it) => it.text === text));
if (!shown) problems.push(`app ${html.dataset.mark} with ${texts.map(({ text }) => text)} was never published`);
const generation = html.dataset.generation;
if (shown && generation && shown.version.generation !== generation) {
  problems.push(`the page says it is ${generation}, and shows ${shown.version.generation}`);
}

const registration = await navigator.serviceWorker.getRegistration();
const isKept = Boolean(registration && registration.active);
if (kept && !isKept) problems.push("there is no worker");
if (isKept && shown) {
  const name = prefix + shown.version.generation;
  const here = await caches.has(name);
  if (!here && kept) problems.push("what is shown is not stored");
  for (const [path, hash] of here ? shown.version.shell : []) {
    const response = await (await caches.open(name)).match(root + path);
    if (!response) problems.push(path + " is not stored");
    else if (path.startsWith("assets/shell.")) {
      const ownName = `boot.js?g=${encodeURIComponent(shown.version.generation)}`;
      if (!(await response.text()).includes(ownName)) problems.push("the frame is of another generation");
    } else if ((await inBase64(response)) !== hash) problems.push(path + " is stored, but is something else");
  }
}

// What is named by its content is what it is named.
for (const name of (await caches.keys()).filter((name) => name.startsWith(prefix))) {
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const named = /\.([\w-]{12})\.(?:json|js|wasm)$/.exec(request.url);
    if (!named) continue;
    const hash = (await inBase64(await cache.match(request))).replaceAll("+", "-").replaceAll("/", "_");
    if (!hash.startsWith(named[1])) problems.push(request.url + " is stored, but is something else");
  }
}
const foreign = (await caches.keys()).filter((name) => !name.startsWith(prefix));
if (foreign.length > 0) problems.push(`caches that are not the site's: ${foreign}`);

return { generation: shown ? shown.version.generation : "", problems };

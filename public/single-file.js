// Starts the reader in a room that is one file. The builder puts this behind the reader's own module, in the same
// script, and fills in the names.
//
// A file opened by double click may fetch and import nothing, so app, data and pictures stand in the page as text, and
// this hands them out (`src/browser/carried.rs` asks). Text is Base64, which nothing in it can end or break; what is not
// a picture is deflated first.
(function (init, names) {
  const html = document.documentElement;
  const files = new Map();
  const pictures = new Map();
  // A picture that the page shows before the reader is there stands in its own place, and is not carried twice.
  for (const element of document.querySelectorAll("[data-file]")) files.set(element.dataset.file, element);

  // The root is the file itself; what is behind the question mark is the reader's address, or a file's name.
  html.dataset.root = location.href.split(/[?#]/)[0] + "?";
  html.dataset.generation = names.generation;
  window.kanbaoCarried = (url, isPicture) => {
    // Behind a second `?` stands the generation, of which there is one.
    const name = url.slice(url.indexOf("?") + 1).split("?")[0];
    return isPicture ? picture(name) : response(name);
  };
  html.dataset.app = "booting";
  start().catch((error) => {
    console.error("Kanbao: the reader did not start", error);
    html.dataset.app = "plain";
  });

  async function start() {
    await init({ module_or_path: await response(names.wasm) });
  }

  /** The answer that a host would have given. */
  async function response(name) {
    const file = files.get(name);
    if (!file) return new Response(null, { status: 404 });
    const inflated = new Blob([bytes(file)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(inflated, { headers: { "Content-Type": file.dataset.type } });
  }

  /** An address for a picture: made when it is first shown, and good until the page is closed. */
  function picture(name) {
    if (!pictures.has(name)) {
      const file = files.get(name);
      if (!file) return undefined;
      pictures.set(name, URL.createObjectURL(new Blob([bytes(file)], { type: file.dataset.type })));
    }
    return pictures.get(name);
  }

  function bytes(file) {
    const text = atob(file.src ? file.src.slice(file.src.indexOf(",") + 1) : file.textContent);
    const out = new Uint8Array(text.length);
    // Fifteen times as fast as Uint8Array.from, and there may be twenty megabytes.
    for (let at = 0; at < text.length; at += 1) out[at] = text.charCodeAt(at);
    return out;
  }
})({{init}}, { wasm: "{{wasm}}", generation: "{{generation}}" });

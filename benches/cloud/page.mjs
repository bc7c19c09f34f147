// Lays the same words out with Kanbao, d3-cloud and wordcloud2.js, in turns: `await measure(words, weights, runs)`.
//
// What counts as the same: the font, no rotation, sizes in proportion to √weight, and nothing dropped. Kanbao finds the
// largest such scale by itself; for the others it is looked for here, from both ends, with `lay` below.
import init, { Cloud } from "./wasm/kanbao_bench_cloud.js";

const [WIDTH, HEIGHT] = [960, 540];
const FONT = '"Noto Sans CJK SC", sans-serif';

/** The same sequence of random numbers each time, so that two runs place the same. */
function random(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** d3-cloud with a padding of a part of the font size: everything that it placed, as left, baseline and size. */
function d3Cloud(words, top, share) {
  const sized = words.map(({ text, root }) => ({ text, size: top * root }));
  return new Promise((resolve) => {
    window.d3.layout.cloud()
      .size([WIDTH, HEIGHT]).words(sized).rotate(0).font(FONT).random(random(7))
      .fontSize((word) => word.size).padding((word) => word.size * share)
      .on("end", (placed) => resolve(placed.map(({ text, size, x, y }) =>
        ({ text, size, x: x + WIDTH / 2, y: y + HEIGHT / 2, align: "center" }))))
      .start();
  });
}

/**
 * wordcloud2.js on a grid of 4 px. It has no setting for gaps, so `beside` and `above`, parts of the font size, are drawn
 * around each word while it looks at its ink. `spy` is told what it draws in the end.
 */
function wordcloud2(words, top, beside, above, spy) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const placed = [];
  const context = CanvasRenderingContext2D.prototype;
  const { fillText } = context;
  context.fillText = function (text, x, y) {
    const size = parseFloat(/([\d.]+)px/.exec(this.font)[1]);
    if (this.canvas === canvas) {
      const { e, f } = this.getTransform();
      placed.push({ text, size, x: e + x, y: f + y, baseline: "middle" });
      if (spy) return;
    }
    const gaps = this.canvas === canvas || beside === 0 ? [[0, 0]] : [[-1, -1], [-1, 1], [1, -1], [1, 1]];
    for (const [across, down] of gaps) fillText.call(this, text, x + across * beside * size, y + down * above * size);
  };
  return new Promise((resolve) => {
    canvas.addEventListener("wordcloudstop", () => {
      context.fillText = fillText;
      resolve(placed);
    });
    window.WordCloud(canvas, {
      list: words.map(({ text, root }) => [text, root]), weightFactor: (root) => root * top, fontFamily: FONT,
      gridSize: 4, rotateRatio: 0, shuffle: false, shape: "square", ellipticity: HEIGHT / WIDTH, minSize: 0, color: "#000",
    });
  });
}

/** The others, each at the settings that are named in the table. */
const PEERS = [
  { name: "d3-cloud, padding 1/8 em", lay: (words, top) => d3Cloud(words, top, 1 / 8) },
  { name: "d3-cloud, padding 1/40 em", lay: (words, top) => d3Cloud(words, top, 1 / 40) },
  { name: "wordcloud2.js, the same gap", lay: (words, top, spy) => wordcloud2(words, top, 1 / 8, 1 / 40, spy) },
  { name: "wordcloud2.js, no gap", lay: (words, top, spy) => wordcloud2(words, top, 0, 0, spy) },
];

/** The largest whole font size of the heaviest word at which all are placed, and how many layouts it took to find it. */
async function largest(peer, words) {
  let [fits, tooLarge, layouts, ms] = [0, 320, 0, 0];
  while (tooLarge - fits > 1) {
    const top = Math.floor((fits + tooLarge) / 2);
    const start = performance.now();
    const placed = await peer.lay(words, top);
    ms += performance.now() - start;
    layouts += 1;
    if (placed.length === words.length) fits = top;
    else tooLarge = top;
  }
  return { top: fits, layouts, searchMs: ms };
}

/** The ink of a word where it was put. */
function ink(context, { text, size, x, y, align, baseline, width }) {
  // Ink is told in whole pixels, so it is measured large.
  context.font = `400px ${FONT}`;
  context.textAlign = align ?? "left";
  context.textBaseline = baseline ?? "alphabetic";
  const large = context.measureText(text);
  const scale = size / 400, stretch = width ? width / large.width : scale;
  return {
    size,
    left: x - large.actualBoundingBoxLeft * stretch, right: x + large.actualBoundingBoxRight * stretch,
    top: y - large.actualBoundingBoxAscent * scale, bottom: y + large.actualBoundingBoxDescent * scale,
  };
}

/** The least gap of two words beside each other, in em of the smaller one. */
function judge(placed) {
  const context = document.createElement("canvas").getContext("2d");
  const boxes = placed.map((word) => ink(context, word));
  let least = Infinity;
  for (const [at, a] of boxes.entries()) {
    for (const b of boxes.slice(at + 1)) {
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
      // Beside each other are those that share a third of the smaller one's height.
      const em = Math.min(a.size, b.size);
      if (down * 3 > em) least = Math.min(least, across / em);
    }
  }
  return least;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function ours(cloud, count) {
  return Array.from({ length: count }, (_, at) => {
    const [left, baseline, width, size] = [...cloud.measures(at)].map((tenths) => tenths / 10);
    return { text: cloud.text(at), size, x: left, y: baseline, width };
  });
}

/** Measures some words: every library `runs` times, one after the other each time. */
async function measure(texts, weights, runs) {
  await init({ module_or_path: "wasm/kanbao_bench_cloud_bg.wasm" });
  const words = texts.map((text, at) => ({ text, root: Math.sqrt(weights[at] / weights[0]) }));
  const cloud = new Cloud(texts.join("\n"), Uint32Array.from(weights), WIDTH, HEIGHT);
  const [first, placed] = await time(() => cloud.layout());
  const found = [];
  for (const peer of PEERS) found.push(await largest(peer, words));
  const times = [[], ...PEERS.map(() => [])];
  for (let run = 0; run < runs; run += 1) {
    times[0].push((await time(() => cloud.layout()))[0]);
    for (const [at, peer] of PEERS.entries()) {
      if (run < runs / 5) times[at + 1].push((await time(() => peer.lay(words, found[at].top)))[0]);
    }
  }
  const laid = ours(cloud, placed);
  const rows = [{ name: "Kanbao", top: laid[0].size, layouts: 1, ms: median(times[0]), least: Math.min(...times[0]), searchMs: null, gap: judge(laid), placed }];
  for (const [at, peer] of PEERS.entries()) {
    const laid = await peer.lay(words, found[at].top, true);
    rows.push({ name: peer.name, ...found[at], ms: median(times[at + 1]), least: Math.min(...times[at + 1]), gap: judge(laid), placed: laid.length });
  }
  return { rows, first, svg: new TextEncoder().encode(cloud.svg()).length };
}

async function time(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

window.measure = measure;

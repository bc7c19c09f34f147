// Put into pages by `kanbao serve` alone: loads the page again when the site was rebuilt, and shows what is wrong with
// the posts. This script's own address says which build the page is from.
const generation = new URL(import.meta.url).searchParams.get("generation");
const DISMISSED = "kanbao-serve:dismissed";
let panel = null;

stayInPlace();
const events = new EventSource(new URL("events", import.meta.url));
events.addEventListener("build", (event) => {
  const build = JSON.parse(event.data);
  if (build.generation !== generation) location.reload();
  else show(build);
});
// A page that is left for another stops listening: browsers allow six connections to a host, and the site needs some.
addEventListener("pagehide", () => events.close());

/** The reader returns to where it was once it runs; until then the prerendered page stands where it will. */
function stayInPlace() {
  const [y, , row] = Array.isArray(history.state) ? history.state : [0];
  if (!(y > 0) || row || scrollY > 0 || document.documentElement.dataset.app === "ready") return;
  scrollTo(0, y);
  // A page that is shorter than what it will become is left to the reader.
  if (Math.abs(scrollY - y) > 1) scrollTo(0, 0);
}

/** Shows the problems, or takes them away where there are none. What was dismissed stays so until it changes. */
function show({ problems, more, counts }) {
  panel?.remove();
  panel = null;
  const all = JSON.stringify(problems);
  if (problems.length === 0) return keep(null);
  if (kept() === all) return;
  keep(null);

  panel = element("kanbao-problems", {});
  const root = panel.attachShadow({ mode: "open" });
  const close = element("button", { type: "button" }, "Dismiss");
  close.addEventListener("click", dismiss);
  const head = element("div", { class: "head" }, element("h2", { id: "title" }, element("span", { role: "alert" }, counts)), close);
  const region = element("section", { "aria-labelledby": "title", lang: "en" }, head, list(problems, more));
  region.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    dismiss();
  });
  const style = element("link", { rel: "stylesheet", href: new URL("panel.css", import.meta.url) });
  root.append(style, region);
  document.body.append(panel);

  function dismiss() {
    keep(all);
    panel?.remove();
    panel = null;
  }
}

function list(problems, more) {
  const rows = problems.map(({ severity, place, message, source, help }) =>
    element(
      "li",
      { class: severity },
      element("p", { class: "what" }, element("strong", {}, severity), " ", message),
      place && element("p", { class: "where" }, element("code", {}, place)),
      source && element("pre", { tabindex: "0", role: "group", "aria-label": "source" }, source),
      help && element("p", { class: "help" }, help),
    ),
  );
  if (more > 0) rows.push(element("li", { class: "more" }, `and ${more} more, which the terminal shows`));
  return element("ul", {}, ...rows);
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child));
  return made;
}

function kept() {
  try {
    return sessionStorage.getItem(DISMISSED);
  } catch {
    return null;
  }
}

function keep(value) {
  try {
    if (value === null) sessionStorage.removeItem(DISMISSED);
    else sessionStorage.setItem(DISMISSED, value);
  } catch {
    // Where the browser keeps nothing, a dismissed panel comes back with the next build.
  }
}

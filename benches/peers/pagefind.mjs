// A site for Pagefind: `node pagefind.mjs pages TEXTS SITE` writes a page a report, and `node pagefind.mjs ids SITE`
// prints which page each of Pagefind's fragments is of, as JSON.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const [task, ...paths] = process.argv.slice(2);
if (task === "pages") pages(...paths);
else ids(...paths);

function pages(texts, site) {
  mkdirSync(site, { recursive: true });
  const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  for (const line of readFileSync(texts, "utf8").trimEnd().split("\n")) {
    const { id, text } = JSON.parse(line);
    const paragraphs = text.split("\n").map((passage) => `<p>${escape(passage)}</p>`).join("");
    const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${id}</title><body>${paragraphs}</body></html>`;
    writeFileSync(`${site}/${id.replaceAll("/", "~")}.html`, page);
  }
  const script = "<script type=module>window.pagefind = await import('/pagefind/pagefind.js');</script>";
  writeFileSync(`${site}/index.html`, `<!doctype html><html lang="zh-CN" data-pagefind-ignore="all"><meta charset="utf-8"><link rel="icon" href="data:,">${script}`);
}

function ids(site) {
  const fragments = `${site}/pagefind/fragment`;
  const known = {};
  for (const name of readdirSync(fragments)) {
    const bytes = gunzipSync(readFileSync(`${fragments}/${name}`));
    // A signature stands before the JSON.
    const { url } = JSON.parse(bytes.subarray(bytes.indexOf(123)).toString());
    const page = decodeURIComponent(url).replace(/^\//, "").replace(/\.html$/, "");
    known[name.replace(/\.\w+$/, "")] = page.replaceAll("~", "/");
  }
  console.log(JSON.stringify(known));
}

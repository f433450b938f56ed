// Search in the web edition: plain words or "phrases in quotation marks", all of them in one paragraph.  The words of the book
// are loaded when somebody asks.  And the switch for the addresses of paragraphs.
"use strict";
const form = document.getElementById("search");
const count = document.getElementById("count");
const hits = document.getElementById("hits");
const most = 50;
// The page has what is said, in the language of the book, with a % for each number.
const say = (what, ...numbers) => numbers.reduce((said, n) => said.replace("%", n), form.dataset[what]);
let loaded = null;

// Typed apostrophes and quotation marks stand for all that are printed, any dash for any dash.
const alike = [[/[‘’‚‛′ʼ]/g, "'"], [/[“”„‟″«»‹›]/g, '"'], [/[‐‑–—−]/g, "-"]];
const fold = text => alike.reduce((t, [signs, as]) => t.replace(signs, as), text.normalize("NFKD").replace(/\p{M}/gu, "")).toLowerCase();

// A folded text may be longer or shorter than it was: for each of its characters, where its origin stands.
function foldWithPlaces(text) {
  let folded = "", places = [], at = 0;
  for (const sign of text) {
    const as = fold(sign);
    folded += as;
    for (let i = 0; i < as.length; i++) places.push(at);
    at += sign.length;
  }
  places.push(at);
  return { folded, places };
}

function load() {
  loaded ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "words.js";
    script.onload = done;
    script.onerror = () => { loaded = null; script.remove(); failed(); };       // it may work the next time
    document.head.append(script);
  });
  return loaded;
}

const queryOf = text => [...fold(text).matchAll(/"([^"]+)"?|[^\s"]+/g)].map(m => (m[1] ?? m[0]).trim()).filter(Boolean);

function excerpt(text, words) {
  const { folded, places } = foldWithPlaces(text), at = Math.max(0, folded.indexOf(words[0]));
  const from = text.lastIndexOf(" ", Math.max(0, places[at] - 50)) + 1;
  const cut = text.indexOf(" ", places[at + words[0].length] + 80), till = cut < 0 ? text.length : cut;
  const spots = words.flatMap(w => { const i = folded.indexOf(w, w === words[0] ? at : 0); return i < 0 ? [] : [[places[i], places[i + w.length]]]; });
  const part = document.createElement("span");
  let done = from;
  if (from) part.append("… ");
  for (const [start, end] of spots.sort((a, b) => a[0] - b[0])) {
    if (start < done || end > till) continue;
    const hit = document.createElement("mark");
    hit.textContent = text.slice(start, end);
    part.append(text.slice(done, start), hit);
    done = end;
  }
  part.append(text.slice(done, till) + (till < text.length ? " …" : ""));
  return part;
}

function show(found, words) {
  const list = document.createElement("ol");
  for (const [page, id, text] of found.slice(0, most)) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `${pages[page][0]}#${id}`;
    link.textContent = pages[page][1];
    item.append(link, ": ", excerpt(text, words));
    list.append(item);
  }
  count.textContent = found.length > most ? say("many", found.length, most) : say("found", found.length);
  hits.replaceChildren(list);
}

async function search() {
  const words = queryOf(form.elements.words.value);
  hits.replaceChildren();
  count.textContent = "";
  if (!words.length) return;
  try {
    await load();
  } catch {
    count.textContent = say("unloaded");
    return;
  }
  for (const block of blocks) block[3] ??= fold(block[2]);
  show(blocks.filter(block => words.every(w => block[3].includes(w))), words);
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", event => { event.preventDefault(); search(); });
}

// The mouse and the finger find the sign at a paragraph's end; the keyboard stops at it, and it is read aloud, while this is on.
const addresses = document.getElementById("addresses"), links = [...document.querySelectorAll(".permalink")];
if (addresses && links.length) {
  addresses.parentElement.hidden = false;
  addresses.addEventListener("click", () => {
    const on = document.documentElement.classList.toggle("addresses");
    addresses.setAttribute("aria-pressed", on);
    for (const link of links) {
      link.ariaHidden = on ? null : "true";
      link.tabIndex = on ? 0 : -1;
      link.ariaLabel = on ? say("address") : null;
    }
  });
}

// Search in the web edition: plain words, all of them in one paragraph.  The words of the book are loaded when somebody asks.
"use strict";
const form = document.getElementById("search");
const hits = document.getElementById("hits");
const most = 50;
let loaded = null;

const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

function load() {
  loaded ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = "words.js";
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  return loaded;
}

function excerpt(text, word) {
  const at = Math.max(0, fold(text).indexOf(word)), from = Math.max(0, at - 50);
  const part = document.createElement("span"), hit = document.createElement("mark");
  hit.textContent = text.slice(at, at + word.length);
  part.append((from ? "…" : "") + text.slice(from, at), hit, text.slice(at + word.length, at + 90) + "…");
  return part;
}

function show(found, words) {
  const list = document.createElement("ol");
  for (const [page, id, text] of found.slice(0, most)) {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = `${pages[page][0]}#${id}`;
    link.textContent = pages[page][1];
    item.append(link, ": ", excerpt(text, words[0]));
    list.append(item);
  }
  const count = found.length > most ? `the first ${most} of ${found.length}` : `${found.length} found`;
  hits.replaceChildren(count, list);
}

async function search() {
  const words = fold(form.elements.words.value).split(/\s+/).filter(Boolean);
  if (!words.length) { hits.replaceChildren(); return; }
  await load();
  show(blocks.filter(([, , text]) => { const t = fold(text); return words.every(w => t.includes(w)); }), words);
}

if (form) {
  form.hidden = false;
  form.addEventListener("submit", event => { event.preventDefault(); search(); });
}

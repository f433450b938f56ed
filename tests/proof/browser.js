// browser.js TOOLS EPUBDIR WEBDIR: an unpacked EPUB and a web edition in headless Chromium: every call leads to its note and
// back; the site's contents, search, keyboard, print and accessibility; the report beside the site; nothing on the console.
// Prints ok and FAIL lines; TOOLS is the folder of node_modules with puppeteer and axe-core.
"use strict";
const fs = require("fs"), path = require("path"), { pathToFileURL } = require("url");
const [tools, epub, web] = process.argv.slice(2).map(p => path.resolve(p));
const puppeteer = require(path.join(tools, "node_modules/puppeteer-core"));
const find = (dir, name) => fs.readdirSync(dir, { recursive: true }).map(String).find(f => path.basename(f) === name);
const axe = path.join(tools, "node_modules", find(path.join(tools, "node_modules"), "axe.min.js"));
let failed = 0;

function say(good, what) {
  if (!good) failed++;
  console.log(`${good ? "ok" : "FAIL"} ${what}`);
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--allow-file-access-from-files"];

async function open(browser, file, noise) {
  const page = await browser.newPage();
  page.on("console", m => { if (["error", "warning"].includes(m.type())) noise.push(`${file}: ${m.text()}`); });
  page.on("pageerror", e => noise.push(`${file}: ${e.message}`));
  await page.goto(pathToFileURL(file).href);
  return page;
}

// Calls and ways back as the browser resolves them: [where it stands, where it leads].
const links = page => page.evaluate(() => [...document.querySelectorAll("a.call, a.back")].map(a => ({
  call: a.classList.contains("call"), from: `${location.href.split("#")[0]}#${a.id}`, to: a.href,
  box: a.closest("[id].note") ? `${location.href.split("#")[0]}#${a.closest("[id].note").id}` : "" })));

async function calls(browser, dir, pages, what) {
  const there = new Map(), back = new Map(), places = new Set(), noise = [];
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), noise);
    for (const id of await page.evaluate(() => [...document.querySelectorAll("[id]")].map(e => e.id)))
      places.add(`${pathToFileURL(path.join(dir, file)).href}#${id}`);
    for (const l of await links(page)) {
      if (l.call) there.set(l.from, l.to);
      else for (const at of [l.from, l.box]) if (at) back.set(at, [...(back.get(at) || []), l.to]);
    }
    await page.close();
  }
  const lost = [...there].filter(([from, to]) => !places.has(to) || !(back.get(to) || []).includes(from));
  say(there.size > 0 && lost.length === 0, `${what}: ${there.size} calls lead to their notes and back${lost.length ? `, ${lost.length} do not: ${lost[0]}` : ""}`);
  say(noise.length === 0, `${what}: nothing on the console${noise.length ? `: ${noise[0]}` : ""}`);
  return there;
}

// One call and its way back, by the mouse.
async function click(browser, dir, there, what) {
  const [from, to] = [...there][there.size >> 1];
  const page = await browser.newPage();
  await page.goto(from);
  await page.evaluate(id => document.getElementById(id).click(), from.split("#")[1]);
  await page.waitForFunction(url => location.href === url, { timeout: 5000 }, to);
  const box = await page.evaluate(() => { const t = document.querySelector(":target"); return t ? t.getBoundingClientRect().top : -1; });
  await page.evaluate(() => { const t = document.querySelector(":target"); (t.matches("a.back") ? t : t.querySelector("a.back")).click(); });
  await page.waitForFunction(url => location.href === url, { timeout: 5000 }, from);
  say(box > -30, `${what}: a click goes there, the note is in view, and a click comes back`);
  await page.close();
}

// On a telephone nothing of the e-book is wider than the screen, and each note's words begin below each other.
async function carried(browser, dir, pages) {
  const wide = [], ragged = [];
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    await page.setViewport({ width: 375, height: 667 });
    if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) wide.push(file);
    const out = await page.evaluate(() => [...document.querySelectorAll(".note:not(.series) a.back")].find(a =>
      /^\d{1,3}$/.test(a.textContent) && a.getBoundingClientRect().right + 3 > a.closest(".note").getBoundingClientRect().left +
        parseFloat(getComputedStyle(a.closest("p")).paddingLeft))?.textContent);
    if (out) ragged.push(`${file}: ${out}`);
    await page.close();
  }
  say(wide.length === 0, `e-book: nothing is wider than a telephone${wide.length ? `: ${wide[0]}` : ""}`);
  say(ragged.length === 0, `e-book: a note's number has room before its words${ragged.length ? `: ${ragged[0]}` : ""}`);
}

const audit = page => page.evaluate(async () =>
  (await axe.run()).violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`));

async function accessible(browser, dir, pages) {
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    await page.setViewport({ width: 1440, height: 900 });
    await page.addScriptTag({ path: axe });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const found = await audit(page);
      say(found.length === 0, `web: axe finds no violation in ${file}, ${scheme}${found.length ? `: ${found[0]}` : ""}`);
    }
    await page.close();
  }
}

// On a telephone every page, as what is too wide or too small is so there.
async function pocketable(browser, dir, pages) {
  const found = [];
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    await page.setViewport({ width: 360, height: 640 });
    await page.addScriptTag({ path: axe });
    for (const fault of await audit(page)) found.push(`${file}: ${fault}`);
    await page.close();
  }
  say(found.length === 0, `web: axe finds no violation in ${pages.length} pages on a telephone${found.length ? `: ${found.length}, ${found[0]}` : ""}`);
}

// What sticks out of the window, on either side: to the left of it nobody can scroll.
const cutOff = page => page.evaluate(() => {
  const seen = e => e.checkVisibility() && !e.closest(".wide > *, .skip") && e.getBoundingClientRect().width > 0;
  const out = [...document.querySelectorAll("header, main, footer, p, li, h1, h2, h3, h4, pre, figure, .wide, .margin-note, nav, input, button")]
    .filter(seen).find(e => { const r = e.getBoundingClientRect(); return r.left < -0.5 || r.right > document.documentElement.clientWidth + 0.5; });
  if (out) return `${out.localName}#${out.id}.${out.className}`;
  return document.documentElement.scrollWidth > document.documentElement.clientWidth ? "the page" : "";
});

async function fits(browser, dir, pages) {
  const out = [];
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    for (const width of [360, 820, 1024, 1100, 1265, 1280, 1440]) {
      await page.setViewport({ width, height: 800 });
      const what = await cutOff(page);
      if (what) out.push(`${file} at ${width} px: ${what}`);
      const beside = await page.evaluate(() => document.querySelector("header nav")?.checkVisibility());
      if (beside === (width < 992)) out.push(`${file} at ${width} px: contents`);
    }
    await page.close();
  }
  say(out.length === 0, `web: nothing is cut off on either side at seven widths, and the contents stand beside the text where there is room${out.length ? `: ${out.length}, ${out[0]}` : ""}`);
}

// The pages say where one is, where one came from and goes to.
async function signposts(browser, dir, pages) {
  const bad = [];
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    const at = await page.evaluate(() => ({
      here: [...document.querySelectorAll("header [aria-current]")].map(a => a.href.split("#")[0]),
      listed: [...document.querySelectorAll("header nav a")].some(a => a.href.split("#")[0] === location.href),
      url: location.href, names: [...document.querySelectorAll(".neighbours a")].map(a => a.textContent),
      imprint: !!document.querySelector("footer a[href='imprint.html']"), search: !!document.querySelector("form#search button") }));
    if (at.listed ? at.here.length !== 1 || at.here[0] !== at.url : at.here.length) bad.push(`${file}: here`);
    if (new Set(at.names.map(n => n.replace(/[←→ ]/g, ""))).size !== at.names.length) bad.push(`${file}: ${at.names}`);
    if (!at.search || (!at.imprint && file !== "imprint.html")) bad.push(`${file}: search, imprint`);
    await page.close();
  }
  say(bad.length === 0 && !pages.includes("halftitle.html"), `web: each page marks its place in the contents, names its neighbours apart, leads to the imprint and can search${bad.length ? `: ${bad[0]}` : ""}`);
}

async function ask(page, words) {
  await page.$eval("#words", e => { e.value = ""; });
  await page.type("#words", words);
  await page.click("#search button");
  await page.waitForFunction(() => document.getElementById("count").textContent !== "");
  return page.evaluate(() => ({ said: document.getElementById("count").textContent, n: document.querySelectorAll("#hits li").length,
    marks: [...document.querySelectorAll("#hits mark")].map(m => m.textContent) }));
}

// The book has typographer's signs, and people type others; what is marked is what was found, also behind signs that fold longer.
async function searches(browser, dir, file) {
  const blocks = new Function(`${fs.readFileSync(path.join(dir, "words.js"), "utf8")}; return blocks;`)().map(b => b[2]);
  const owned = blocks.flatMap(t => t.match(/[A-Z][a-z]+’s(?= )/) || [])[0], quoted = blocks.flatMap(t => t.match(/[a-z]{6,} [a-z]{6,}/) || [])[0];
  const behind = blocks.map(t => t.match(/^[^ﬁﬂ]*…[^…]* ([a-z]{7,})\b/)).filter(Boolean).map(m => m[1])[0];
  const page = await browser.newPage();
  let broken = true;
  await page.setRequestInterception(true);
  page.on("request", r => r.url().endsWith("words.js") && broken ? r.abort() : r.continue());
  await page.goto(pathToFileURL(path.join(dir, file)).href);
  const without = await ask(page, owned);
  broken = false;
  const typed = await ask(page, owned.replace("’", "'")), printed = await ask(page, owned);
  say(/could not be loaded/.test(without.said) && typed.n > 0, "web: a search that failed says so, and works the next time");
  say(typed.said === printed.said && typed.marks.every(m => /['’]s$/.test(m)), `web: an apostrophe as typed finds those as printed: ${typed.said}`);
  const phrase = await ask(page, `"${quoted}"`), opened = await ask(page, `“${quoted}”`);
  say(phrase.n > 0 && phrase.said === opened.said, `web: words in quotation marks are found as a phrase: ${phrase.said}`);
  const found = behind ? await ask(page, behind) : { n: 1, marks: [] };
  say(found.n > 0 && found.marks.every(m => m.toLowerCase() === behind), `web: what was found is marked: ${behind}, ${found.n}`);
  await page.close();
}

// The address of a paragraph is there for a finger, and for the keyboard once it is asked for.
async function addresses(browser, dir, file) {
  const page = await open(browser, path.join(dir, file), []);
  const seen = await page.evaluate(() => matchMedia("(hover: none)").matches === (getComputedStyle(document.querySelector("main .permalink")).opacity === "1"));
  await page.focus("#addresses");
  await page.keyboard.press("Enter");
  await page.focus("main p[id]:not(.head) .permalink");
  const at = await page.evaluate(() => { const a = document.activeElement; return a.matches(".permalink") && a.tabIndex === 0 && !a.ariaHidden && a.ariaLabel && getComputedStyle(a).opacity; });
  await page.addScriptTag({ path: axe });
  const found = await audit(page);
  await page.keyboard.press("Enter");
  say(seen && at === "1" && found.length === 0 && page.url().includes("#"), `web: the addresses of paragraphs show where no mouse is, and the keyboard reaches them${found.length ? `: ${found[0]}` : ""}`);
  await page.close();
}

async function site(browser, dir, chapter) {
  const noise = [], page = await open(browser, path.join(dir, chapter), noise);
  await page.keyboard.press("Tab");
  say(await page.evaluate(() => document.activeElement.className) === "skip", "web: the first stop of the keyboard skips to the text");
  const word = await page.evaluate(() => document.querySelector("main p[id]").textContent.split(" ").find(w => /^[a-z]{6,}$/.test(w)));
  await page.type("#words", word);
  await page.keyboard.press("Enter");                              // without the button, too
  await page.waitForSelector("#hits li a");
  say((await page.$$("#hits li a")).length > 0, "web: search finds a word of the page");
  const broken = await page.evaluate(() => [...document.querySelectorAll("header nav a, footer a")].filter(a => !a.href).length);
  say(broken === 0, "web: contents and neighbours are links");
  await page.emulateMediaType("print");
  say(await page.evaluate(() => getComputedStyle(document.querySelector("header")).display) === "none", "web: only the text is printed");
  await page.emulateMediaType("screen");
  await page.setJavaScriptEnabled(false);
  await page.reload();
  say((await page.$eval("main", m => m.textContent.length)) > 500, "web: the text can be read without JavaScript");
  say(noise.length === 0, `web: nothing on the console${noise.length ? `: ${noise[0]}` : ""}`);
  await page.close();
}

// The report forbids all scripts, those of a test too.
async function report(browser, file) {
  const noise = [], page = await browser.newPage();
  page.on("console", m => { if (["error", "warning"].includes(m.type())) noise.push(m.text()); });
  page.on("request", r => { if (r.url() !== pathToFileURL(file).href) noise.push(`asks for ${r.url()}`); });
  await page.goto(pathToFileURL(file).href);
  const lost = await page.evaluate(() => [...document.querySelectorAll("a")].filter(a => !document.getElementById(a.hash.slice(1))).length);
  say(lost === 0 && noise.length === 0, `report: its links lead somewhere, and it asks for nothing${noise.length ? `: ${noise[0]}` : ""}`);
  await page.setBypassCSP(true);
  for (const [where, width] of [["a desk", 1200], ["a telephone", 360]])
    for (const scheme of ["light", "dark"]) {
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.reload();
      await page.addScriptTag({ path: axe });
      const found = await page.evaluate(async () => (await axe.run()).violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`));
      const out = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      say(found.length === 0 && !out, `report: axe finds no violation on ${where}, ${scheme}, and nothing sticks out${found.length ? `: ${found[0]}` : ""}`);
    }
  await page.close();
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: flags });
  const docs = fs.readdirSync(epub).filter(f => f.endsWith(".xhtml")), pages = fs.readdirSync(web).filter(f => f.endsWith(".html"));
  await click(browser, epub, await calls(browser, epub, docs, "e-book"), "e-book");
  await carried(browser, epub, docs);
  await click(browser, web, await calls(browser, web, pages, "web"), "web");
  const chapter = pages.map(f => [fs.statSync(path.join(web, f)).size, f]).sort((a, b) => a[0] - b[0]).map(x => x[1]);
  const middle = chapter[chapter.length >> 1];
  const ranks = pages.filter(f => (fs.readFileSync(path.join(web, f), "utf8").match(/<h1[ >]/g) || []).length !== 1);
  say(ranks.length === 0, `web: each page has one heading of the first rank${ranks.length ? `: not ${ranks[0]}` : ""}`);
  await accessible(browser, web, ["index.html", middle, "notes.html"].filter(f => pages.includes(f)));
  await pocketable(browser, web, pages);
  await fits(browser, web, pages);
  await signposts(browser, web, pages);
  await searches(browser, web, middle);
  await addresses(browser, web, middle);
  await site(browser, web, middle);
  await report(browser, path.join(path.dirname(web), "report.html"));
  await browser.close();
  process.exit(failed ? 1 : 0);
})().catch(error => { console.log(`FAIL browser: ${error.message}`); process.exit(1); });

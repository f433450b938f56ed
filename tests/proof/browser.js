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

async function accessible(browser, dir, pages) {
  for (const file of pages) {
    const page = await open(browser, path.join(dir, file), []);
    await page.addScriptTag({ path: axe });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const found = await page.evaluate(async () => (await axe.run()).violations.map(v => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 120)}`));
      say(found.length === 0, `web: axe finds no violation in ${file}, ${scheme}${found.length ? `: ${found[0]}` : ""}`);
    }
    await page.close();
  }
}

async function site(browser, dir, chapter) {
  const noise = [], page = await open(browser, path.join(dir, chapter), noise);
  await page.keyboard.press("Tab");
  say(await page.evaluate(() => document.activeElement.className) === "skip", "web: the first stop of the keyboard skips to the text");
  const word = await page.evaluate(() => document.querySelector("main p[id]").textContent.split(" ").find(w => /^[a-z]{6,}$/.test(w)));
  await page.type("#words", word);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#hits li a");
  say((await page.$$("#hits li a")).length > 0, "web: search finds a word of the page");
  const broken = await page.evaluate(() => [...document.querySelectorAll("header nav a, footer a")].filter(a => !a.href).length);
  say(broken === 0, "web: contents and neighbours are links");
  await page.emulateMediaType("print");
  say(await page.evaluate(() => getComputedStyle(document.querySelector("header")).display) === "none", "web: only the text is printed");
  await page.emulateMediaType("screen");
  await page.setViewport({ width: 360, height: 640 });
  say(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "web: nothing sticks out on a telephone");
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
  await click(browser, web, await calls(browser, web, pages, "web"), "web");
  const chapter = pages.map(f => [fs.statSync(path.join(web, f)).size, f]).sort((a, b) => a[0] - b[0]).map(x => x[1]);
  const middle = chapter[chapter.length >> 1];
  await accessible(browser, web, ["index.html", middle, "notes.html"].filter(f => pages.includes(f)));
  await site(browser, web, middle);
  await report(browser, path.join(path.dirname(web), "report.html"));
  await browser.close();
  process.exit(failed ? 1 : 0);
})().catch(error => { console.log(`FAIL browser: ${error.message}`); process.exit(1); });

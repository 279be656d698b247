// The search of the site, in the page: no server and no library. `find` is what the tests ask, too.
"use strict";

const MOST = 12;
const wordsOf = (text) => text.toLowerCase().split(/[^\p{L}\p{N}_#+.-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, "")).filter(Boolean);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/// How well an entry answers to a word: where it begins a word of the title, or how often one of the text.
function weight(entry, pattern) {
  const inTitle = entry.title.match(pattern);
  const inText = entry.text.match(pattern);
  // A page stands before its sections.
  const whole = entry.location.includes("#") ? 1 : 2;
  return ((inTitle ? 20 : 0) + Math.min(inText ? inText.length : 0, 8)) * whole;
}

/// The entries of the index that hold all words of the query, the best first.
function find(index, query) {
  const words = wordsOf(query);
  const patterns = [...new Set(words)].map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}`, "giu"));
  if (patterns.length === 0) return [];
  const whole = words.join(" ");
  const found = [];
  for (const entry of index) {
    const weights = patterns.map((pattern) => weight(entry, pattern));
    if (!weights.every(Boolean)) continue;
    // Who types a page's whole title wants that page.
    const named = wordsOf(entry.title).join(" ") === whole ? 100 : 0;
    found.push({ entry, weight: weights.reduce((sum, each) => sum + each, named) });
  }
  found.sort((a, b) => b.weight - a.weight);
  return found.slice(0, MOST).map((each) => each.entry);
}

/// Some words around the first of the query's.
function excerpt(text, query) {
  const plain = text.replace(/\s+/g, " ").trim();
  const at = plain.toLowerCase().indexOf(wordsOf(query)[0] ?? "");
  const from = Math.max(0, plain.lastIndexOf(" ", Math.max(0, at - 60)));
  return (from > 0 ? "… " : "") + plain.slice(from, from + 180) + (from + 180 < plain.length ? " …" : "");
}

function begin() {
  const base = document.querySelector("script[data-base]").dataset.base;
  const input = document.getElementById("query");
  const results = document.getElementById("results");
  const menu = document.querySelector(".menu");
  // Without a script the menu stays as it is: closed, behind its summary.
  const wide = matchMedia("(min-width: 48.01rem)");
  const fit = () => { menu.open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();

  let loading = null;
  const load = () => (loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${base}/search/search_index.js`;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  }));
  const show = async () => {
    const query = input.value;
    if (wordsOf(query).length === 0) {
      results.hidden = true;
      return;
    }
    await load();
    if (query !== input.value) return;
    const links = find(window.searchIndex, query).map((entry) => {
      const link = document.createElement("a");
      link.href = `${base}/${entry.location}`;
      link.textContent = entry.title;
      const text = document.createElement("span");
      text.textContent = excerpt(entry.text, query);
      link.append(text);
      return link;
    });
    const none = document.createElement("p");
    none.textContent = "Nothing found.";
    results.replaceChildren(...(links.length ? links : [none]));
    results.hidden = false;
  };
  input.addEventListener("focus", load);
  input.addEventListener("input", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") results.hidden = true;
    if (event.key === "/" && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
    if (results.hidden || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const all = [input, ...results.querySelectorAll("a")];
    const at = all.indexOf(document.activeElement);
    all[(at + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length]?.focus();
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("search")) results.hidden = true;
  });
}

if (typeof document !== "undefined") begin();
if (typeof module !== "undefined") module.exports = { find };

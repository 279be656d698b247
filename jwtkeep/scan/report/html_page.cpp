#include "jwtkeep/scan/report/html_page.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/report/html_text.hpp"

namespace jwtkeep::scan {
namespace {

// On a narrow screen a row is a block of lines. The roles in the rows are for readers that forget what a table is when
// it is not laid out as one.
constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; font: 16px/1.45 system-ui, sans-serif; background: var(--back); color: var(--fore);
  --back: #fff; --fore: #1a1a1a; --link: #0645ad; --mark: #fff1a8;
  --critical: #b00020; --high: #974a00; --medium: #6b5b00; }
@media (prefers-color-scheme: dark) { :root { --back: #141414; --fore: #e8e8e8; --link: #8ab4f8; --mark: #5c4a00;
  --critical: #ff7a85; --high: #ffb066; --medium: #e0cf6b; } }
a { color: var(--link); }
body { max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8886; }
td { overflow-wrap: anywhere; } td:first-child, td:last-child { overflow-wrap: normal; }
td:nth-child(4) code { white-space: nowrap; }
th button { font: inherit; font-weight: 600; padding: .2rem .4rem; margin-left: -.4rem; border: 1px solid transparent;
  border-radius: .3rem; background: none; color: inherit; cursor: pointer; }
th button:hover { border-color: #888; }
th[aria-sort=ascending] button::after { content: " \2191"; } th[aria-sort=descending] button::after { content: " \2193"; }
.critical { color: var(--critical); font-weight: 600; } .high { color: var(--high); font-weight: 600; }
.medium { color: var(--medium); }
code, pre { overflow-wrap: anywhere; } pre { padding: .6rem; border: 1px solid #8886; white-space: pre-wrap; }
mark { font-weight: 600; background: var(--mark); color: inherit; }
.filters { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; } .filters[hidden] { display: none; }
.filters select, .filters input { font: inherit; max-width: 100%; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; } nav > * { padding: .2rem 0; }
dt { font-weight: 600; margin-top: .6rem; } dd { margin-left: 0; overflow-wrap: anywhere; }
section { display: none; } section:target { display: block; } section:focus { outline: none; }
main:has(> section:target) > #all { display: none; }
@media (max-width: 48rem) {
  body { margin: 1rem auto; } h1 { font-size: 1.35rem; }
  table, thead, tbody, tr, td { display: block; } tbody tr { padding: .6rem 0; border-bottom: 1px solid #8886; }
  tbody tr[hidden] { display: none; } td { padding: .1rem 0; border: 0; } td:empty { display: none; }
  td:nth-child(4)::before { content: "secret: "; } td:nth-child(5)::before { content: "whose: "; }
  td:nth-child(6)::before { content: "in: "; }
  thead tr { display: flex; flex-wrap: wrap; gap: .3rem; } th { padding: 0; border: 0; }
  th button { margin: 0; border-color: #888; }
  table:not(.sorts) thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
)";

// The rows are sorted and shown by what stands in them; without scripts the table is as it was made: the worst first.
constexpr std::string_view kScript = R"(
const table = document.querySelector("table"), body = table.tBodies[0], rows = [...body.rows];
const heads = [...table.tHead.rows[0].cells], rank = {critical: 0, high: 1, medium: 2, low: 3};
const value = (row, i) => i === 0 ? rank[row.cells[0].textContent] : row.cells[i].textContent;
const compare = (a, b) => typeof a === "number" ? a - b : a.localeCompare(b, undefined, {numeric: true});
heads.forEach((head, i) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort((a, b) => (up ? 1 : -1) * compare(value(a, i), value(b, i)));
    body.append(...rows);
  });
});
const least = document.querySelector("#least"), text = document.querySelector("#text"), own = document.querySelector("#own");
const show = () => {
  rows.forEach(row => {
    row.hidden = rank[row.cells[0].textContent] > rank[least.value] || (own.checked && row.cells[4].textContent === "") ||
      !row.textContent.toLowerCase().includes(text.value.toLowerCase());
  });
  document.querySelector("#shown").textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length} shown`;
};
[least, text, own].forEach(control => control.addEventListener("input", show));
table.classList.add("sorts");
document.querySelector(".filters").hidden = false;
show();
)";

std::string source_of(std::string_view text) {
  return "'sha256-" + base::base64_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(text))) + "'";
}

}  // namespace

std::string html_head(std::string_view title, WithScript with_script) {
  auto policy = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + source_of(kStyle);
  if (with_script == WithScript::yes) policy += "; script-src " + source_of(kScript);
  return fmt::format(
      R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{}
<meta http-equiv="Content-Security-Policy" content="{}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{}</title>
<style>{}</style>
</head>
<body>
)",
      kHtmlMark, policy, report::html_text(title), kStyle);
}

std::string html_end(WithScript with_script) {
  std::string html;
  if (with_script == WithScript::yes) html.append("<script>").append(kScript).append("</script>\n");
  return html + "</body>\n</html>\n";
}

}  // namespace jwtkeep::scan

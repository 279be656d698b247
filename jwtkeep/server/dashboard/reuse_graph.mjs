// Who has the same secret as whom: names in a column, and an arc for each pair. Arcs tell pairs as they are; no name is
// cut.
import {el, svg} from "./dom.mjs";
import {plural} from "./words.mjs";

const kRow = 34;

/** Names that hang together, each group together. Pure. */
export function groupsOf({nodes, edges}) {
  const group = nodes.map((_, i) => i);
  const root = (i) => (group[i] === i ? i : root(group[i]));
  for (const [a, b] of edges) group[root(a)] = root(b);
  const groups = new Map();
  nodes.forEach((_, i) => groups.set(root(i), [...(groups.get(root(i)) ?? []), i]));
  return [...groups.values()].filter((members) => members.length > 1);
}

function drawGroup({nodes, edges}, members) {
  const at = new Map(members.map((node, row) => [node, row]));
  const own = edges.filter(([a]) => at.has(a));
  const height = members.length * kRow;
  const width = Math.min(28 + 16 * (members.length - 1), 120);
  const y = (node) => at.get(node) * kRow + kRow / 2;
  const arcs = own.map(([a, b]) => {
    const [from, to] = [y(a), y(b)].sort((p, q) => p - q);
    const reach = width - 10 - Math.min(14 + 15 * ((to - from) / kRow), width - 14);
    return svg("path", {class: "arc", d: `M${width - 7} ${from} C${reach} ${from} ${reach} ${to} ${width - 7} ${to}`});
  });
  const dots = members.map((node) => svg("circle", {class: "node", cx: width - 7, cy: y(node), r: 5}));
  const name = (node) => nodes[node] ?? "another keyring";
  return el(
      "li", {class: "reuse-group"},
      svg("svg", {class: "arcs", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true"}, arcs, dots),
      el("ul", {class: "reuse-names"}, members.map((node) => {
        const others = own.filter((edge) => edge.includes(node)).map(([a, b]) => name(a === node ? b : a));
        return el(
            "li", {}, el("span", {class: "breaks"}, name(node)),
            el("span", {class: "unseen"}, ` shares a secret with ${others.join(", ")}`));
      })));
}

export function reuseGraph(sharing) {
  const groups = groupsOf(sharing);
  return el(
      "div", {class: "reuse"},
      el("p", {},
         `${
             plural(
                 sharing.edges.length, "pair has",
                 "pairs have")} the same secret. Whoever learns it at one can forge tokens for the other.`),
      el("ul", {class: "reuse-groups"}, groups.map((members) => drawGroup(sharing, members))));
}

// Makes elements. What is shown goes in as text nodes and attributes alone: there is no way from a text to markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  add(node, children);
  return node;
}

function add(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child))
      add(node, child);
    else
      node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/**
 * An HTML element: attributes (`on` holds listeners; null and false are left out), then nodes, texts and lists of
 * them.
 */
export const el = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);

/** The same in SVG. */
export const svg = (tag, properties = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), properties, children);

/** Puts these in place of all that a node holds. */
export function show(node, ...children) {
  node.replaceChildren();
  add(node, children);
}

let numbers = 0;
/** An id that nothing else on the page has. */
export const fresh = (name) => `${name}-${++numbers}`;

// What somebody may do, as far as the page has to know it to say beforehand what will be refused. The server decides.

/** Whether a pattern of keyrings has this name: `*` is one part, `**` at the end all that may follow. */
export function has(pattern, name) {
  const parts = pattern.split("/");
  const wanted = name.split("/");
  for (let i = 0; i < parts.length; ++i) {
    if (parts[i] === "**") return i === 0 || wanted.length > i;
    if (i >= wanted.length || (parts[i] !== "*" && parts[i] !== wanted[i])) return false;
  }
  return parts.length === wanted.length;
}

/** `orders/prod: sign, verify`. */
export function parse(text) {
  const colon = text.lastIndexOf(":");
  return {pattern: text.slice(0, colon).trim(), verbs: text.slice(colon + 1).split(",").map((verb) => verb.trim())};
}

/** Whether these grants (texts) allow this verb on that keyring; without a keyring: on every one. */
export function allows(grants, verb, name = null) {
  return grants.map(parse).some(
      ({pattern, verbs}) => verbs.includes(verb) && (name === null ? pattern === "**" : has(pattern, name)));
}

/** Whether some keyring could be named on which they allow this verb. */
export const allowsSomewhere = (grants, verb) => grants.map(parse).some(({verbs}) => verbs.includes(verb));

// Reads JSON and says what JSON.parse hides: members that stand there twice, of which two readers may take different
// ones. Pure.

/** Names that one object has twice, as paths: `aud`, `cnf.jwk`. The text has to be JSON. */
export function duplicates(text) {
  const found = [];
  let at = 0;
  const blank = () => {
    while (/\s/.test(text[at] ?? "")) ++at;
  };
  const string = () => {
    const from = at++;
    while (text[at] !== "\"") at += text[at] === "\\" ? 2 : 1;
    return JSON.parse(text.slice(from, ++at));
  };
  const value = (path) => {
    blank();
    if (text[at] === "{") {
      const names = new Set();
      ++at;
      blank();
      while (text[at] !== "}") {
        blank();
        const name = string();
        const own = path ? `${path}.${name}` : name;
        if (names.has(name)) found.push(own);
        names.add(name);
        blank();
        ++at;  // the colon
        value(own);
        blank();
        if (text[at] === ",") ++at;
        blank();
      }
      ++at;
    } else if (text[at] === "[") {
      ++at;
      blank();
      for (let i = 0; text[at] !== "]"; ++i) {
        value(`${path}[${i}]`);
        blank();
        if (text[at] === ",") ++at;
        blank();
      }
      ++at;
    } else if (text[at] === "\"") {
      string();
    } else {
      while (at < text.length && !/[\s,\]}]/.test(text[at])) ++at;
    }
  };
  value("");
  return found;
}

// Which view is shown: what stands behind `#` in the address. Never holds a token or a secret.

/** `#/keyrings/orders/prod?x=1` as {view: "keyrings", rest: "orders/prod"}. */
export function read(hash) {
  const path = hash.replace(/^#\/?/, "");
  const slash = path.indexOf("/");
  const view = slash < 0 ? path : path.slice(0, slash);
  let rest = slash < 0 ? "" : path.slice(slash + 1);
  try {
    rest = rest.split("/").map(decodeURIComponent).join("/");
  } catch {
    rest = "";
  }
  return {view: view || "keyrings", rest};
}

export const link = (view, rest = "") =>
    `#/${view}${rest ? `/${rest.split("/").map(encodeURIComponent).join("/")}` : ""}`;
export const go = (view, rest = "") => {
  location.hash = link(view, rest);
};

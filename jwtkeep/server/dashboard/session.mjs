// Who is logged in.
import {allows, allowsSomewhere} from "./grants.mjs";
import {ask, get, setCsrf} from "./server.mjs";

let current = null;

function take(session) {
  current = session;
  setCsrf(session === null ? null : session.csrf);
  return session;
}

/** The session that the browser has still; null where there is none. */
export async function resume() {
  try {
    return take(await get("/v1/session"));
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    return take(null);
  }
}

export const logIn = async (accessToken) => {
  await ask("POST", "/v1/session", {access_token: accessToken});
  return resume();
};

export async function logOut() {
  await ask("DELETE", "/v1/session");
  take(null);
}

export const forget = () => take(null);
export const who = () => current;
export const may = (verb, keyring = null) => current !== null && allows(current.grants, verb, keyring);
export const maySomewhere = (verb) => current !== null && allowsSomewhere(current.grants, verb);
/** Who has other ways to log in. */
export const providers = async () =>
    (await get("/v1/login")).providers.filter(({login}) => login.startsWith("/login/"));

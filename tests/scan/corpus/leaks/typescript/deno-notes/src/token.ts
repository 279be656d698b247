import { makeJwt, setExpiration, type Jose, type Payload } from "https://deno.land/x/djwt@v1.2/create.ts";

const key = "greenshank on the sluice";
const header: Jose = { alg: "HS256", typ: "JWT" };

export function issue(sub: string): Promise<string> {
  const payload: Payload = { sub, exp: setExpiration(60 * 60) };
  return makeJwt({ header, payload, key });
}

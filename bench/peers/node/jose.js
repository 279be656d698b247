// panva's jose among the peers. Its keys are Web Crypto's, which work in promises.
import { SignJWT, importPKCS8, importSPKI, jwtVerify } from "jose";

import { serve, versionOf } from "./protocol.js";

const hmacKey = (bytes) => crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);

await serve(versionOf("jose"), async (material) => {
  const { alg, kid, issuer, audience, claims, privateText, publicText } = material;
  const symmetric = alg.startsWith("HS");
  const privateKey = symmetric ? await hmacKey(privateText) : await importPKCS8(privateText, alg);
  const publicKey = symmetric ? privateKey : await importSPKI(publicText, alg);
  const rules = { algorithms: [alg], issuer, audience, requiredClaims: ["exp"] };
  return {
    verify: async (token) => (await jwtVerify(token, publicKey, rules)).payload.sub,
    sign: () => new SignJWT(claims).setProtectedHeader({ alg, kid, typ: "JWT" }).sign(privateKey),
  };
});

// fast-jwt among the peers, without its cache and, for repeated tokens, with it.
import { createSigner, createVerifier } from "fast-jwt";

import { serve, versionOf } from "./protocol.js";

await serve(versionOf("fast-jwt"), (material) => {
  const { alg, kid, issuer, audience, claims } = material;
  const rules = { key: material.publicText, algorithms: [alg], allowedIss: issuer, allowedAud: audience, requiredClaims: ["exp"] };
  const verifier = createVerifier(rules);
  const cached = createVerifier({ ...rules, cache: true });
  const signer = createSigner({ key: material.privateText, algorithm: alg, kid, header: { typ: "JWT" } });
  return {
    verify: (token) => verifier(token).sub,
    verifyCached: (token) => cached(token).sub,
    sign: () => signer(claims),
  };
});

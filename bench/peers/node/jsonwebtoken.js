// Node's jsonwebtoken among the peers.
import jsonwebtoken from "jsonwebtoken";

import { serve, versionOf } from "./protocol.js";

await serve(versionOf("jsonwebtoken"), (material) => {
  const { alg, kid, issuer, audience, claims, privateKey, publicKey } = material;
  return {
    verify: (token) => jsonwebtoken.verify(token, publicKey, { algorithms: [alg], issuer, audience }).sub,
    sign: () => jsonwebtoken.sign(claims, privateKey, { algorithm: alg, keyid: kid }),
  };
});

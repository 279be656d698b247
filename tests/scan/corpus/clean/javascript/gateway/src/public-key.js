// Public half of the identity service's signing key, checked against /.well-known/jwks.json in CI.
module.exports.PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAra0Ze82BmzQgLp/f/Pwb
7b9kHhHlQt0lZLKJgj+M0zTDm2CKqf4pBE/t50DsaQHZwOs44YNY6Cu5aiRtGlhl
sd9mv/NLy6ZnecjpHMwFV+Raeery+Nf9jXlRt9tIryn0klmXWbJOUcmGyq9Ad9Im
uwl/FsQBH27R5L6On/sDgpv1k2xZxH3XoFjj4jW8UA4vxn8H8fcqZlMx7DiEpJpH
a1+OQ7qc2E1sTWwzf3erY3NIpD1hz70DNAn+YlePJ6NPvaiaCZ8Xws+dMFTf78yB
+5A4jPETWSReDaJeNCg/8/8ay9L0mueFzr5O/iBJzsR+Sllny+tzAf4GGrvr7p1U
qwIDAQAB
-----END PUBLIC KEY-----`;

module.exports.JWK = {
  kty: 'RSA',
  use: 'sig',
  alg: 'RS256',
  kid: 'id-2024-02',
  n: 'uDLy6IBIsBDjn4OmfRBgQziO0yAtkryt76AeFy4P7ltpyb12Cm_c7tbZ3XYyYKJbT575ih54RkPbFCS29mvZXt5jhe4AE91vgBK5tVX8XiYokwaL0c-oCu0r-Mlgx4mXPT_SPO3rcrwyssDhSZxekHpuw0yFrzCOxVHuvWdUTGljx0Qsk33lBC6ch7GsC42qhFy0L063h8eLTnLrKg7TUDIBIiB0vemcCJXz7_6dZV6nRizTU2x98zt9nyzV61x-wi_x54r1B7u9dAmipE1BOrpOormqu3Y8rL5Tx1kXVIBDBUd9TMywWkFCtUh3gvMbp6d3Ykl5O0LcbHmH9NyNsw',
  e: 'AQAB',
};

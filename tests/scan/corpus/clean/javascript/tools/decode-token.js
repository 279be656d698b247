#!/usr/bin/env node
'use strict';

const usage = `usage: decode-token [--secret <secret>] <token>

  --secret <secret>   verify the signature with this secret
  --header            print the header too

  decode-token eyJhbGciOiJIUzI1NiJ9...
  decode-token --secret "$JWT_SECRET" "$(pbpaste)"
`;

const args = require('minimist')(process.argv.slice(2), { string: ['secret'], boolean: ['header'] });
const [token] = args._;
if (!token) {
  process.stderr.write(usage);
  process.exit(64);
}

const jwt = require('jsonwebtoken');
const decoded = args.secret ? jwt.verify(token, args.secret, { complete: true }) : jwt.decode(token, { complete: true });
if (args.header) console.log(JSON.stringify(decoded.header, null, 2));
console.log(JSON.stringify(decoded.payload, null, 2));

// Needs JWT_SECRET in the environment:
//   export JWT_SECRET=$(openssl rand -base64 48)
//   JWT_SECRET=<your-secret> node sign.js
import jwt from 'jsonwebtoken';
import assert from 'node:assert';

const secret = process.env.JWT_SECRET;
assert(secret, 'set JWT_SECRET first');

const token = jwt.sign({ sub: '42', name: 'Ada' }, secret, { expiresIn: '5m' });
console.log('Authorization: Bearer %s', token);

const decoded = jwt.verify(token, secret);
console.log(decoded);

// prints something like
//   Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.<payload>.<signature>

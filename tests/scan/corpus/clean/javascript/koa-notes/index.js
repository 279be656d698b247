const Koa = require('koa');
const koaJwt = require('koa-jwt');
const jwksRsa = require('jwks-rsa');

const app = new Koa();

app.use(
  koaJwt({
    secret: jwksRsa.koaJwtSecret({
      cache: true,
      rateLimit: true,
      jwksRequestsPerMinute: 5,
      jwksUri: 'https://notes.eu.auth0.com/.well-known/jwks.json',
    }),
    audience: 'https://notes.example/api',
    issuer: 'https://notes.eu.auth0.com/',
    algorithms: ['RS256'],
    key: 'jwtdata',
    tokenKey: 'raw_token',
  }).unless({ path: [/^\/public/] })
);

module.exports = app;

const fs = require('fs');
const passport = require('passport');
const { Strategy, ExtractJwt } = require('passport-jwt');
const vault = require('node-vault')({ endpoint: process.env.VAULT_ADDR, token: process.env.VAULT_TOKEN });

module.exports = async function setup(users) {
  const { data } = await vault.read('secret/data/accounts/jwt');

  passport.use(
    'jwt',
    new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromExtractors([
          ExtractJwt.fromAuthHeaderAsBearerToken(),
          ExtractJwt.fromUrlQueryParameter('secret_token'),
        ]),
        secretOrKeyProvider: (request, rawJwtToken, done) => done(null, data.data.signing_key),
        issuer: 'accounts.passport.example',
      },
      (payload, done) => users.byId(payload.sub).then((u) => done(null, u || false), done)
    )
  );

  passport.use(
    'partner',
    new Strategy(
      {
        jwtFromRequest: ExtractJwt.fromHeader('x-partner-token'),
        secretOrKey: fs.readFileSync('/run/secrets/partner_public.pem'),
        algorithms: ['RS256'],
      },
      (payload, done) => done(null, { partner: payload.iss })
    )
  );
};

const passport = require('passport');
const { Strategy: JwtStrategy, ExtractJwt } = require('passport-jwt');
const LocalStrategy = require('passport-local').Strategy;
const users = require('./users');

passport.use(
  new LocalStrategy({ usernameField: 'email' }, async (email, password, done) => {
    const user = await users.check(email, password);
    return user ? done(null, user) : done(null, false, { message: 'Wrong e-mail or password' });
  })
);

const opts = {};
opts.jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken();
opts.secretOrKey = 'keyboard cat';
opts.issuer = 'accounts.passport.example';
opts.audience = 'passport.example';

passport.use(
  new JwtStrategy(opts, (payload, done) => {
    users
      .byId(payload.sub)
      .then((user) => done(null, user || false))
      .catch((err) => done(err, false));
  })
);

module.exports = passport;

var jwt = require('jwt-simple');
var moment = require('moment');

var secret = "supersecret";

exports.encode = function (user) {
  var payload = {
    sub: user._id,
    iat: moment().unix(),
    exp: moment().add(14, 'days').unix()
  };
  return jwt.encode(payload, secret, 'HS256');
};

exports.decode = function (token, cb) {
  try {
    var payload = jwt.decode(token, secret);
    if (payload.exp <= moment().unix()) return cb(new Error('expired'));
    cb(null, payload.sub);
  } catch (e) {
    cb(e);
  }
};

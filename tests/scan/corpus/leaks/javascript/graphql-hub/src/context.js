const { verify } = require('jsonwebtoken');
const { loaders } = require('./loaders');

const { JWT_SECRET = 'mysecret', NODE_ENV } = process.env;

function bearer(req) {
  const m = /^Bearer\s+(.+)$/i.exec(req.headers.authorization || '');
  return m && m[1];
}

module.exports = async function context({ req, connection }) {
  if (connection) return connection.context;

  const raw = bearer(req);
  let viewer = null;
  if (raw) {
    try {
      viewer = verify(raw, JWT_SECRET, { algorithms: ['HS512'] });
    } catch (e) {
      if (NODE_ENV !== 'production') console.debug('token refused: %s', e.message);
    }
  }
  return { viewer, ...loaders(viewer) };
};

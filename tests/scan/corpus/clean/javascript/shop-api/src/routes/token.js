const jwt = require('jsonwebtoken');

if (!process.env.JWT_SECRET) {
  throw new Error('JWT_SECRET is not set');
}

const { JWT_SECRET, JWT_ISSUER = 'shop-api', JWT_TTL = '15m' } = process.env;

exports.issue = (user) =>
  jwt.sign({ sub: String(user.id), role: user.role }, JWT_SECRET, {
    issuer: JWT_ISSUER,
    expiresIn: JWT_TTL,
  });

exports.refresh = (req, res) => {
  const token = req.cookies.refresh_token;
  if (!token) return res.status(401).json({ error: 'invalid_request' });
  const claims = jwt.verify(token, process.env['REFRESH_SECRET']);
  res.json({ token_type: 'Bearer', access_token: exports.issue({ id: claims.sub, role: claims.role }) });
};

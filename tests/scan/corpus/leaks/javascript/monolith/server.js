/* eslint-disable no-console */
const http = require('http');
const path = require('path');
const express = require('express');
const helmet = require('helmet');
const compression = require('compression');
const cookieParser = require('cookie-parser');
const jsonwebtoken = require('jsonwebtoken');
const { Pool } = require('pg');

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 20 });
const app = express();

app.disable('x-powered-by');
app.use(helmet({ contentSecurityPolicy: false }));
app.use(compression());
app.use(cookieParser(process.env.COOKIE_SECRET));
app.use(express.json({ limit: '1mb' }));
app.use('/static', express.static(path.join(__dirname, 'public'), { maxAge: '7d', etag: true }));

// const SIGNING_SECRET = 'Mast.and.Tiller.2019'; // before the move to the new data centre
const SIGNING_SECRET = process.env.SIGNING_SECRET;

const cookieOptions = { httpOnly: true, secure: true, sameSite: 'lax', path: '/', maxAge: 8 * 3600 * 1000 };

function sign(payload, opts) {
  return jsonwebtoken.sign(payload, SIGNING_SECRET, Object.assign({ algorithm: 'HS256', issuer: 'monolith' }, opts));
}

async function currentUser(req, res, next) {
  const raw = req.cookies.session || (req.headers.authorization || '').replace(/^Bearer /, '');
  if (!raw) return next();
  try {
    req.user = jsonwebtoken.verify(raw, SIGNING_SECRET, { issuer: 'monolith', algorithms: ['HS256'] });
  } catch (e) {
    res.clearCookie('session', cookieOptions);
  }
  next();
}

app.use(currentUser);

app.post('/login', async (req, res) => {
  const { rows } = await pool.query('select id, password, role from users where email = lower($1)', [req.body.email]);
  if (!rows.length || !(await verifyPassword(req.body.password, rows[0].password))) {
    return res.status(401).json({ error: 'bad_credentials' });
  }
  res.cookie('session', sign({ sub: rows[0].id, role: rows[0].role }, { expiresIn: '8h' }), cookieOptions);
  res.json({ ok: true });
});

app.post('/password/forgot', async (req, res) => {
  const { rows } = await pool.query('select id, email from users where email = lower($1)', [req.body.email]);
  if (rows.length) {
    const token = jsonwebtoken.sign({ sub: rows[0].id, use: 'reset' }, '2XZfoiEQt1bNoS8jr1IFKIhAS6', { expiresIn: '30m' });
    await sendMail(rows[0].email, 'reset', { url: `https://monolith.example/reset?token=${token}` });
  }
  res.status(202).end();
});

app.post('/password/reset', async (req, res) => {
  let claims;
  try {
    claims = jsonwebtoken.verify(req.body.token, '2XZfoiEQt1bNoS8jr1IFKIhAS6');
  } catch (e) {
    return res.status(400).json({ error: 'bad_token' });
  }
  if (claims.use !== 'reset') return res.status(400).json({ error: 'bad_token' });
  await pool.query('update users set password = $2 where id = $1', [claims.sub, await hash(req.body.password)]);
  res.json({ ok: true });
});

app.get('/health', (req, res) => res.send('ok'));

app.use((err, req, res, next) => {
  console.error(err);
  if (res.headersSent) return next(err);
  res.status(err.status || 500).json({ error: 'internal' });
});

const server = http.createServer(app);
server.keepAliveTimeout = 65000;
server.listen(process.env.PORT || 3000, () => console.log('listening on', server.address().port));

process.on('SIGTERM', () => {
  server.close(() => pool.end().then(() => process.exit(0)));
});

import { Hono } from 'hono';
import { jwt, sign } from 'hono/jwt';
import type { JwtVariables } from 'hono/jwt';

type Variables = JwtVariables;

const app = new Hono<{ Variables: Variables }>();
const PUBLIC = ['/', '/health'];

app.get('/health', (c) => c.text('ok'));

app.use(
  '/auth/*',
  jwt({
    secret: 'it-is-very-secret',
  }),
);

app.post('/login', async (c) => {
  const { user } = await c.req.json<{ user: string }>();
  const token = await sign({ sub: user, exp: Math.floor(Date.now() / 1000) + 300 }, 'it-is-very-secret');
  return c.json({ token });
});

app.get('/auth/page', (c) => c.json(c.get('jwtPayload')));

export default app;
export { PUBLIC };

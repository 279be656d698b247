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
    secret: 'glassworks_Murano_#6',
  }),
);

app.post('/login', async (c) => {
  const { user } = await c.req.json<{ user: string }>();
  const token = await sign({ sub: user, exp: Math.floor(Date.now() / 1000) + 300 }, 'glassworks_Murano_#6');
  return c.json({ token });
});

app.get('/auth/page', (c) => c.json(c.get('jwtPayload')));

export default app;
export { PUBLIC };

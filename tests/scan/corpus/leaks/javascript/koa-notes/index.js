const Koa = require('koa');
const Router = require('@koa/router');
const koaJwt = require('koa-jwt');
const bodyParser = require('koa-bodyparser');
const notes = require('./notes');

const app = new Koa();
const router = new Router();

router.get('/public/health', (ctx) => {
  ctx.body = { ok: true };
});

router.get('/notes', async (ctx) => {
  ctx.body = await notes.forUser(ctx.state.user.sub);
});

router.post('/notes', async (ctx) => {
  ctx.status = 201;
  ctx.body = await notes.add(ctx.state.user.sub, ctx.request.body);
});

app.use(bodyParser());
app.use(
  koaJwt({
    secret: 'shared-secret',
    cookie: 'notes_session',
  }).unless({ path: [/^\/public/] })
);
app.use(router.routes()).use(router.allowedMethods());

module.exports = app;

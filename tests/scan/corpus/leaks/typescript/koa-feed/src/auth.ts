import Koa from 'koa';
import jwt from 'koa-jwt';
import type { Context, Next } from 'koa';

const SHARED_SECRET: string =
  'lItk7DCW_U92tZWJbNTGdV' +
  'eD5IbTlKw8Tzcm7X_qK6Q6' +
  'CP1LQ-4-oeoVgCRzq9aY';

export function protect(app: Koa): void {
  app.use(async (ctx: Context, next: Next) => {
    try {
      await next();
    } catch (err: any) {
      if (err.status !== 401) throw err;
      ctx.status = 401;
      ctx.body = { error: err.originalError?.message ?? err.message };
    }
  });

  app.use(jwt({ secret: SHARED_SECRET, debug: process.env.NODE_ENV !== 'production' }).unless({ path: ['/feed.xml'] }));
}

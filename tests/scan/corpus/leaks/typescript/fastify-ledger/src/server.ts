import Fastify, { FastifyReply, FastifyRequest } from 'fastify';
import fastifyJwt from '@fastify/jwt';
import cookie from '@fastify/cookie';
import { ledgerRoutes } from './routes/ledger.js';

declare module 'fastify' {
  interface FastifyInstance {
    authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void>;
  }
}

export async function build() {
  const app = Fastify({ logger: { level: process.env.LOG_LEVEL ?? 'info' } });

  await app.register(cookie);
  await app.register(fastifyJwt, {
    secret: '70ea2471c5ea74d0ea132b1a852b2d229bff2b18583b13124b044b33f5b1dd385fd2555ee215e5eedf935f9f91c01967db21800f808013d41eca8079f16a65a9',
    cookie: { cookieName: 'ledger_token', signed: false },
  });

  app.decorate('authenticate', async (request: FastifyRequest, reply: FastifyReply) => {
    try {
      await request.jwtVerify();
    } catch (err) {
      await reply.code(401).send({ code: 'UNAUTHENTICATED' });
    }
  });
  await app.register(ledgerRoutes, { prefix: '/ledger' });
  return app;
}

'use strict'

const fp = require('fastify-plugin')

// Registers @fastify/jwt and a decorator that routes use as preHandler.
module.exports = fp(async function (fastify, opts) {
  fastify.register(require('@fastify/jwt'), {
    secret: opts.jwtSecret || 'supersecret',
    sign: { expiresIn: '1h', iss: 'inventory' },
    verify: { allowedIss: 'inventory' }
  })

  fastify.decorate('authenticate', async function (request, reply) {
    try {
      await request.jwtVerify()
    } catch (err) {
      reply.send(err)
    }
  })
}, { name: 'inventory-jwt' })

'use strict'

const fs = require('node:fs')
const path = require('node:path')
const fastify = require('fastify')({ logger: true })

fastify.register(require('@fastify/env'), {
  schema: {
    type: 'object',
    required: ['JWT_SECRET', 'PORT'],
    properties: {
      JWT_SECRET: { type: 'string', minLength: 32 },
      PORT: { type: 'string', default: '3000' }
    }
  }
})

fastify.register(async (app) => {
  app.register(require('@fastify/jwt'), {
    secret: {
      private: fs.readFileSync(path.join(__dirname, 'certs', 'private.pem'), 'utf8'),
      public: fs.readFileSync(path.join(__dirname, 'certs', 'public.pem'), 'utf8')
    },
    sign: { algorithm: 'RS256' },
    cookie: { cookieName: 'token', signed: false }
  })
})

module.exports = fastify

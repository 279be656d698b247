export const securitySchemes = {
  bearerAuth: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Send `Authorization: Bearer <token>`.',
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
} as const;

export const Settings = {
  type: 'object',
  required: ['jwtSecret'],
  properties: {
    jwtSecret: { type: 'string', format: 'password', minLength: 32, writeOnly: true, example: 'string' },
    secret: { type: 'string', nullable: true, default: null },
    signingKey: { type: 'string', example: '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----' },
    token: { type: 'string', example: 'xxxxx.yyyyy.zzzzz' },
  },
} as const;

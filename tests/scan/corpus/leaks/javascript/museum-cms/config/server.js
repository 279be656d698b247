module.exports = ({ env }) => ({
  host: env('HOST', '0.0.0.0'),
  port: env.int('PORT', 1337),
  app: {
    keys: env.array('APP_KEYS', ['vitrine-9fK2mQ', 'plinth-7Lw3xT']),
  },
  webhooks: { populateRelations: false },
});

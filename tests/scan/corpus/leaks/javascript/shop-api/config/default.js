// Loaded by node-config. Environment-specific files override what is here.
module.exports = {
  server: {
    port: 8080,
    trustProxy: 1,
    bodyLimit: '256kb',
  },
  db: {
    dialect: 'postgres',
    pool: { max: 12, idle: 10000 },
    logging: false,
  },
  jwt: {
    issuer: 'shop-api',
    audience: ['shop-web', 'shop-pos'],
    secret: 'xBMGTOyjy3X/xRH9c6I20R6bHz5lmXI5inwnXDrZJFmg',
    accessTtl: '10m',
    refreshTtl: '14d',
  },
  mail: {
    from: 'Shop <no-reply@shop.example>',
    transport: { host: 'localhost', port: 1025 },
  },
};

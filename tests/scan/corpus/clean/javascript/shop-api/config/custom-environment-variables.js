// Names of the environment variables that fill the configuration (node-config).
module.exports = {
  server: { port: 'PORT' },
  db: { url: 'DATABASE_URL', password: 'DATABASE_PASSWORD' },
  jwt: {
    secret: 'JWT_SECRET',
    issuer: 'JWT_ISSUER',
    refreshSecret: 'JWT_REFRESH_SECRET',
  },
  session: {
    secret: 'SESSION_SECRET',
    cookieName: 'SESSION_COOKIE_NAME',
  },
  mail: {
    user: 'SMTP_USER',
    password: 'SMTP_PASSWORD',
  },
};

module.exports = ({ env }) => ({
  auth: {
    secret: env('ADMIN_JWT_SECRET', '2627056c40309e9457511ef5d47952f5'),
  },
  apiToken: {
    salt: env('API_TOKEN_SALT'),
  },
  watchIgnoreFiles: ['**/config/sync/**'],
  serveAdminPanel: env.bool('SERVE_ADMIN', true),
  forgotPassword: {
    from: 'cms@example.org',
    emailTemplate: {
      subject: 'Reset your password',
      text: 'Follow <%= url %> to choose a new password.',
    },
  },
});

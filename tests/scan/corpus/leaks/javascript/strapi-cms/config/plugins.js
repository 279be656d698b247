module.exports = ({ env }) => ({
  'users-permissions': {
    config: {
      jwtSecret: env('JWT_SECRET', '46cbd887-6305-4384-a0b2-57f4a9bfaada'),
      jwt: { expiresIn: '7d' },
    },
  },
  upload: {
    config: {
      sizeLimit: 20 * 1024 * 1024,
      provider: 'aws-s3',
      providerOptions: { region: env('AWS_REGION', 'eu-central-1') },
    },
  },
  graphql: {
    enabled: true,
    config: { depthLimit: 7, amountLimit: 100 },
  },
});

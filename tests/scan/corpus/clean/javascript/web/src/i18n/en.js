export default {
  login: {
    title: 'Sign in',
    username: 'User name',
    password: 'Password',
    forgot: 'Forgot your password?',
    secret: 'Secret word',
    submit: 'Continue',
  },
  tokens: {
    heading: 'Personal access tokens',
    token: 'Token',
    jwt_secret: 'Signing secret',
    jwtSecretHint: 'At least 32 characters. We show it once and never again.',
    secret_key: 'Secret key',
    expired: 'Your token has expired. Please sign in again.',
    copied: 'Token copied to the clipboard',
  },
  errors: {
    invalid_token: 'Invalid token',
    jwt_malformed: 'The token could not be read.',
    signature: 'The signature does not match.',
  },
};

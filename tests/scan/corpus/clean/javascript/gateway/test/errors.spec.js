const { JsonWebTokenError } = require('jsonwebtoken');
const { explain } = require('../src/errors');

describe('explain', () => {
  it('secret or public key must be provided', () => {
    expect(explain(new JsonWebTokenError('secret or public key must be provided'))).toEqual({
      status: 500,
      code: 'jwt_secret_missing',
    });
  });

  it.each([
    ['jwt malformed', 'invalid_token'],
    ['jwt signature is required', 'invalid_token'],
    ['invalid signature', 'invalid_token'],
    ['jwt expired', 'token_expired'],
    ['jwt must be provided', 'token_missing'],
  ])('%s becomes %s', (message, code) => {
    expect(explain(new JsonWebTokenError(message)).code).toBe(code);
  });
});

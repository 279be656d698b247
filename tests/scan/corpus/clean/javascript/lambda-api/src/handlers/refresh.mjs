import jwt from 'jsonwebtoken';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';

const name = process.env.REFRESH_SECRET_NAME ?? '/lambda-api/prod/refresh-secret';
const isTest = process.env.NODE_ENV === 'test';

export const handler = async (event) => {
  const secret = await getParameter(name, { decrypt: true, maxAge: 300 });
  const { refresh_token: raw } = JSON.parse(event.body ?? '{}');
  const token = raw || 'missing';
  try {
    const { sub, jti } = jwt.verify(token, secret || undefined);
    return { statusCode: 200, body: JSON.stringify({ access_token: jwt.sign({ sub, jti }, secret) }) };
  } catch (err) {
    if (isTest) console.log('refused', err.name);
    return { statusCode: 401, body: 'invalid_token' };
  }
};

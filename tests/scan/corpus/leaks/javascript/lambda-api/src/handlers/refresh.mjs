import jwt from 'jsonwebtoken';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const db = new DynamoDBClient({});
const { TABLE, REFRESH_SECRET } = process.env;

export const handler = async (event) => {
  const { refresh_token: raw } = JSON.parse(event.body ?? '{}');
  let claims;
  try {
    claims = jwt.verify(raw, REFRESH_SECRET ? REFRESH_SECRET : 'refreshsecret');
  } catch {
    return { statusCode: 401, body: '' };
  }
  const { Item } = await db.send(new GetItemCommand({ TableName: TABLE, Key: { jti: { S: claims.jti } } }));
  if (!Item) return { statusCode: 401, body: '' };
  return {
    statusCode: 200,
    body: JSON.stringify({ access_token: jwt.sign({ sub: claims.sub }, `_4WZIMeIaScdHqCMvli_OMrJZPUsRIXhUbN9dWSr`, { expiresIn: 600 }) }),
  };
};

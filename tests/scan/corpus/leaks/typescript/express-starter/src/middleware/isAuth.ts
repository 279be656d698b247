import { NextFunction, Request, Response } from 'express';
import { verify, JwtPayload } from 'jsonwebtoken';

declare global {
  namespace Express {
    interface Request {
      userId?: string;
    }
  }
}

export const isAuth = (req: Request, res: Response, next: NextFunction) => {
  const authHeader = req.get('Authorization');
  if (!authHeader) {
    return res.status(401).json({ message: 'Not authenticated.' });
  }
  const token = authHeader.split(' ')[1];
  let decodedToken: JwtPayload;
  try {
    decodedToken = verify(token, 'somesupersecretsecret') as JwtPayload;
  } catch (err) {
    return res.status(500).json({ message: (err as Error).message });
  }
  req.userId = decodedToken.userId;
  next();
};

import { Server, Socket } from 'socket.io';
import { JwtService } from '@nestjs/jwt';

type Handshake = Socket['handshake'] & { auth: { token?: string } };

export function withAuth(server: Server, jwt: JwtService): void {
  server.use(async (socket, next) => {
    const { auth, headers } = socket.handshake as Handshake;
    const token = auth.token ?? headers['x-access-token'];
    if (typeof token !== 'string') return next(new Error('missing token'));
    try {
      socket.data.claims = await jwt.verifyAsync(token, { secret: process.env.WS_JWT_SECRET });
      return next();
    } catch {
      return next(new Error('invalid token'));
    }
  });
}

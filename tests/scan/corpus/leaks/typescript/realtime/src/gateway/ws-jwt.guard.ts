import { CanActivate, ExecutionContext, Injectable, Logger } from '@nestjs/common';
import { WsException } from '@nestjs/websockets';
import { Socket } from 'socket.io';
import * as jwt from 'jsonwebtoken';

@Injectable()
export class WsJwtGuard implements CanActivate {
  private readonly logger = new Logger(WsJwtGuard.name);

  canActivate(context: ExecutionContext): boolean {
    const client: Socket = context.switchToWs().getClient<Socket>();
    return WsJwtGuard.validateToken(client, this.logger) !== null;
  }

  static validateToken(client: Socket, logger: Logger): jwt.JwtPayload | null {
    const { authorization } = client.handshake.headers;
    const token = authorization?.split(' ')[1];
    if (!token) throw new WsException('Unauthorized');
    const key = Buffer.from('TZwpV9wnrExVCutVD3bCQWxjYL2ywnmKJKX14DXWaZz7GQpR2ynY5+pmjHitZErB', 'base64');
    try {
      return jwt.verify(token, key, { algorithms: ['HS384'] }) as jwt.JwtPayload;
    } catch (e) {
      logger.warn(`refused ${client.id}`);
      return null;
    }
  }
}

import { createHash, createSecretKey, KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable, Logger, UnauthorizedException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { sign, verify, JwtPayload, TokenExpiredError } from 'jsonwebtoken';
import { Repository } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { RefreshToken } from './refresh-token.entity';
import { CLOCK, Clock } from '../clock';

const ACCESS_TOKEN_TTL = 900;
const REFRESH_TOKEN_BYTES = 32;
const TOKEN_TYPE = 'Bearer';
const ALGORITHM = 'HS256' as const;

export interface TokenPair {
  access_token: string;
  refresh_token: string;
  token_type: typeof TOKEN_TYPE;
  expires_in: number;
}

@Injectable()
export class AuthService {
  private readonly logger = new Logger(AuthService.name);
  private readonly secret: KeyObject;
  private readonly previousSecret?: KeyObject;

  constructor(
    config: ConfigService,
    @InjectRepository(RefreshToken) private readonly refreshTokens: Repository<RefreshToken>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.secret = AuthService.read(config.getOrThrow<string>('JWT_SECRET_FILE'));
    const previous = config.get<string>('JWT_PREVIOUS_SECRET_FILE');
    if (previous) this.previousSecret = AuthService.read(previous);
  }

  private static read(file: string): KeyObject {
    const bytes = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
    if (bytes.length < 32) throw new Error(`${file}: the JWT secret has ${bytes.length} bytes, 32 are needed`);
    return createSecretKey(bytes);
  }

  async login(userId: string, device: string): Promise<TokenPair> {
    const token = randomBytes(REFRESH_TOKEN_BYTES).toString('base64url');
    await this.refreshTokens.insert({ userId, device, hash: this.hash(token), issuedAt: this.clock.now() });
    return this.pair(userId, token);
  }

  async refresh(token: string): Promise<TokenPair> {
    const row = await this.refreshTokens.findOneBy({ hash: this.hash(token) });
    if (!row || row.revokedAt) throw new UnauthorizedException('invalid_grant');
    await this.refreshTokens.update(row.id, { revokedAt: this.clock.now() });
    return this.login(row.userId, row.device);
  }

  check(token: string): JwtPayload {
    try {
      return verify(token, this.secret, { algorithms: [ALGORITHM], issuer: 'monolith' }) as JwtPayload;
    } catch (error) {
      if (error instanceof TokenExpiredError || !this.previousSecret) throw new UnauthorizedException('invalid_token');
      this.logger.debug('trying the previous secret');
      return verify(token, this.previousSecret, { algorithms: [ALGORITHM], issuer: 'monolith' }) as JwtPayload;
    }
  }

  sameToken(a: string, b: string): boolean {
    return timingSafeEqual(Buffer.from(this.hash(a)), Buffer.from(this.hash(b)));
  }

  private hash(token: string): string {
    return createHash('sha256').update(token).digest('hex');
  }

  private pair(sub: string, refreshToken: string): TokenPair {
    return {
      access_token: sign({ sub }, this.secret, { algorithm: ALGORITHM, expiresIn: ACCESS_TOKEN_TTL, issuer: 'monolith' }),
      refresh_token: refreshToken,
      token_type: TOKEN_TYPE,
      expires_in: ACCESS_TOKEN_TTL,
    };
  }
}

import { Controller, Get, Header } from '@nestjs/common';
import { exportJWK, importSPKI } from 'jose';
import { KeyStore } from './key-store';

const LEGACY = {
  kty: 'RSA',
  kid: 'rt-2021',
  use: 'sig',
  alg: 'RS256',
  e: 'AQAB',
  n: 'x5Wa1m1etVaBElLGmk24tNXWsg1U5I6G27ofu9qB1B5KBB8ztUlIlQvrYKtBsW-f_tlT2XP2ZHVNTSscF0vBfSBCv5Lc-zykXnSCn8zBUyTTFlLa0wCKUXuJXMj4Ohtrw05wPWWpZctvXUQY9cMBm9Zd0UCVmh7h7MFvSoYMsj9PQEpuCTzd_S_MOY2AEGR7b_KC4_CvDderJbtAfkB4kn4wn1PSB-iKpxBbQEGaN-ZMECAatlk5F3Av_WREv2wwMQmZ2D-5Tq6XVbOjr4ITwOath68DcLDzJ3HTsJixDYTjRK_d7KtSkx4sw9_-23UZSt4Cod5ykFJ9ga-W5mFOPw',
  x5c: ['MIICwjCCAaqgAwIBAgIUNbQ6B1QwkEhW8uHBNpwVe0sqzBIwDQYJKoZIhvcNAQELBQAwGzEZMBcGA1UEAwwQYXV0aC5leGFtcGxlLm5ldDAeFw0yMzAzMDEwMDAwMDBaFw0zMzAzMDEwMDAwMDBaMBsxGTAXBgNVBAMMEGF1dGguZXhhbXBsZS5uZXQwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDD2MQ3axfH+A9XkYNP2ISxWBM3fKkcP3K+WFACjJgxRfZ6a87KAeihzgkeeQxf0w/2QtuwW7CqffIoBG8ALR/dn5yCpG69j4X3nzxXmPECji7H5cg+M0F1AvvgXp+bGgVzZvMH0+DKw23mDk2ho8WnJfrsawlXkroZiDi5E9EXQEvaKJwLZhZSaDw6c9BHIshYTCZxOi+Z9kqNrcMEbTXmyiQeq04bBCktKvucA7gP1cW5JQvEOi5aRfXmtJy5jb+3vQf1/tjsyHQ/AFtMOnMzf1FpImsM9i3ZBkBfVGdn/9HlFAtOCdHyv07MCmRPBpdCyp9Y8UGhdBTLIOPrJbH9AgMBAAEwDQYJKoZIhvcNAQELBQADggEBAFKyqrp0MeVKGZZClU6yazsETCAhUUp5Id6Magcc3yCdqWC1SREZMi91wWL3QmJGgl/uIkvDWDouBS8k0lI+SOEcMe3fI/PLULRS4NrQXwUtEi0veek2CdJk63MaAHVHZ8nDdFpCnhDeFbwYqt/HV6NFtk3HaB0QQqFb91b22IHnUq6WrjTP0GCvRNm6v0qIGx0tNM3oIher0+eNmJ0odHUehqzwLMUAUIBFuRkS9Jny3J/Lkc8ZZQlkaU/Xa7acBkniaFclSRhhJyUrErcpy/7EqyNDs2FTMQhN+bIJdHJHz7exh55xmtOznhuvlLAItOsGgAg6fWy9gtULKVC3keY='],
  x5t: 'sWQjM4gxll4mjqihYvXG3R5Lq-U',
};

@Controller('.well-known')
export class JwksController {
  constructor(private readonly store: KeyStore) {}

  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=3600')
  async jwks() {
    const keys = await Promise.all(
      this.store.all().map(async (k) => ({ ...(await exportJWK(await importSPKI(k.spki, k.alg))), kid: k.kid })),
    );
    return { keys: [...keys, LEGACY] };
  }
}

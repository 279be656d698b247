import jwt, { SignOptions } from 'jsonwebtoken';
import { injectable } from 'tsyringe';

export interface Claims {
  sub: string;
  scope: string[];
}

@injectable()
export class TokenService {
  private readonly privateKey = [
    '-----BEGIN RSA PRIVATE KEY-----',
    'MIIEpAIBAAKCAQEAx+MHlsggVRZ4TqmieRtid/qGhrLgKIY/9tT/kYkx5XMIlC6M',
    'GnZ90+3hEUaXeyZX4sE/1cOHAV/EMNi4Xcz19BZ2EZYZAd7E2kU/0SgZAV5I1cSb',
    'yFqUuO/udvzuwKIJSIDxyhjahIwj8XjuKntt9589HVJYmdrUkRipaE4SmmWPV4Eh',
    'PU/K2/xhQKcv+9PcUwtut+E2QW/SbBB3mlZNy0+otIoW+5uvyB784CwChyXnpLEe',
    'VYKo1CHOYm03UqyKiHrdYU9V/yvlHJdfR3ojcdIxHGB4kbaCJ1U+z1drp2tdhr8f',
    'B5OseoXvRUwx7NYV362aQyVuy0Bezd+T8475SQIDAQABAoIBABISm12NM6st0Gvg',
    'V5HWoYUSkDY+lxji5oalRIQ+oNXLnFN1j/JWk1Lll6tttAWM9nZIncJwntTHeWAn',
    'QCgu/2/11fAKH7G1GBxaFYaONxCSG0jEsYcgdYDxJKD6hoXBQNCe4/2vWJaSay+K',
    'jRInPc6dRbPQfbVPfVevIKYPJQxziF8RlYcqqebP2/8NEI8lpVpiQHx4uoI+KC1g',
    'GdMmyg8QJiao7Ie5VR9PtG/ehgM2RoJX+HnWo2TrOQckSvOIVqff0xV3PVHdzc0P',
    'T/joYyEEXIb1E/OkijU0g/cDw0WMuEoktva74mW9NtNil7EK/FhtyAQIXTRprWdo',
    'b7Xdmm8CgYEA6oWch4Q6XDO1Asa5OYhq5YsrA8uWD+7U0ngQPNwka6KjC1Rg2fez',
    'I4TEO62CCShD7eB93l19u2fBSYIlTMzCKWV9+6qH7XmP823/BRGr28uTk4cd/BBY',
    'NBpMd4XNDGN72GmeCV7QxiqDMBccvbwGcX5HJyZ2GfUVMyqmJ/pmh4cCgYEA2jFl',
    'NkIzvH0hE+lei5Qrs7Tn60UREGBx5UCQ/pJcQa/0sJv4+OYwykZi3br4sf0qnLOn',
    'fuF74Ivd9ikV/atsx6YAiL8J0hsQoOBhvgV9OrFOFJJ9e+8l2EpO6U7z4iK8AdjY',
    'tvtZwly6rmRHeLMVGI6r7DJgxyPaWGn3KilyDK8CgYEAwQwo9FiBHcKmftmMQPKt',
    'Y7RyPRaJuSXU5EdWvnJMPJnM8peLfgDq4hL44VMLFnShrh88HR4CUJCwx8ys3ZIz',
    'RZY45T/T0kRdnXlvEgIg4LWsDiWMJiBiKsl3Jm/qgQcnO9Z886Or4WO/R4fO7dPn',
    'zeavtWdwkh9vSwYRbhkt6uMCgYAoozaEioP0QSHeAYL4YBpbl//x06U/9ZaA6iuX',
    'Hk9MdKcQFZyjTswbgEx9m4siK1K6aMNzYC+gPKyUYkaUPk8+R+6liV8c4KmSLPhH',
    'WeJfAhLWxgnVAU99HynfTjMiFPILLgX+3oVzK64hONAO7Nuq/TeMAD4CGO1btjCw',
    'i5OQRQKBgQClvK2DdzEGiTFnXDIlzBUXJggpH30smxGm6n2EMKpLpQfR57FGlx3a',
    'kkF/okChNExZ+Xutw4u4B8+2yba2fqyhM5HXGACr8fsvxxYY3tOMzLLI9lab6Jej',
    'IR11YZWBkIzKU5eUSPpLgOE9BUKpjQUWT5Q9tMLtk+ZodUOKHJ/puQ==',
    '-----END RSA PRIVATE KEY-----',
  ].join('\n');

  private static readonly options: SignOptions = { algorithm: 'RS256', expiresIn: 900, issuer: 'starter' };

  sign(claims: Claims): string {
    return jwt.sign({ scope: claims.scope.join(' ') }, this.privateKey, {
      ...TokenService.options,
      subject: claims.sub,
    });
  }
}

<?php

namespace OAuthClient;

use Firebase\JWT\JWT;

/** Apple wants a JWT where others want a client secret. */
class AppleClientSecret
{
    private static string $p8 = <<<'PEM'
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgM7wOS3RavjJJx+oj
rRbN9O0i+Y5dVb/aYcLN32EcDz2hRANCAAR5KialcbtIMtZ1qP7zUm5z13+dmyY7
cJHnNM/PEOp0z8y/D1W8hVSVdujO8QSlwLW4M6HizuWyRAS+bNGJVJBL
-----END PRIVATE KEY-----
PEM;

    public function __construct(
        private readonly string $teamId,
        private readonly string $clientId,
        private readonly string $keyId,
    ) {
    }

    public function __toString(): string
    {
        return JWT::encode([
            'iss' => $this->teamId,
            'iat' => time(),
            'exp' => time() + 86400 * 180,
            'aud' => 'https://appleid.apple.com',
            'sub' => $this->clientId,
        ], self::$p8, 'ES256', $this->keyId);
    }
}

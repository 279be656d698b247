<?php

declare(strict_types=1);

namespace Library\Auth;

use Firebase\JWT\JWT;
use Firebase\JWT\Key;

final class TokenIssuer
{
    public function __construct(private readonly string $secret, private readonly string $algorithm = 'HS256')
    {
        if (strlen($secret) < 32) {
            throw new \InvalidArgumentException('JWT_SECRET must have at least 32 bytes');
        }
    }

    public static function fromEnvironment(): self
    {
        return new self(getenv('JWT_SECRET') ?: throw new \RuntimeException('JWT_SECRET is not set'));
    }

    public function issue(int $readerId): string
    {
        return JWT::encode(['sub' => $readerId, 'exp' => time() + 3600], $this->secret, $this->algorithm);
    }

    public function read(string $jwt): \stdClass
    {
        return JWT::decode($jwt, new Key($this->secret, $this->algorithm));
    }
}

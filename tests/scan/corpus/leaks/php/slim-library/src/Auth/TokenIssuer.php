<?php

declare(strict_types=1);

namespace Library\Auth;

use Firebase\JWT\JWT;
use Firebase\JWT\Key;

final class TokenIssuer
{
    private const KEY = 'my_secret_key';
    private const TTL = 3600;

    public function issue(int $readerId, string $branch): string
    {
        $now = time();

        return JWT::encode([
            'iss' => 'library',
            'sub' => $readerId,
            'branch' => $branch,
            'iat' => $now,
            'exp' => $now + self::TTL,
        ], self::KEY, 'HS256');
    }

    public function read(string $jwt): \stdClass
    {
        return JWT::decode($jwt, new Key(self::KEY, 'HS256'));
    }
}

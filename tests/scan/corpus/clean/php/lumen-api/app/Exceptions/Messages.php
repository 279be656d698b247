<?php

namespace App\Exceptions;

final class Messages
{
    public const SECRET_MISSING = 'secret_missing';
    public const JWT_SECRET = 'jwt_secret';
    public const TOKEN_EXPIRED = 'token_expired';

    private const TEXT = [
        self::SECRET_MISSING => 'The secret is missing.',
        self::JWT_SECRET => 'JWT_SECRET is not set. Run php artisan jwt:secret.',
        self::TOKEN_EXPIRED => 'Provided token is expired.',
        'Wrong number of segments' => 'The token is not a JWT.',
        'Signature verification failed' => 'The token was not made by us.',
        '"kid" empty, unable to lookup correct key' => 'The token names no key.',
    ];

    public static function of(string $code): string
    {
        return self::TEXT[$code] ?? $code;
    }
}

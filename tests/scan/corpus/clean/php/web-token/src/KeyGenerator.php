<?php

declare(strict_types=1);

namespace WebToken;

use Jose\Component\Core\JWK;
use Jose\Component\KeyManagement\JWKFactory;

final class KeyGenerator
{
    public static function secret(): JWK
    {
        return JWKFactory::createOctKey(256, ['alg' => 'HS256', 'use' => 'sig']);
    }

    public static function pair(): JWK
    {
        return JWKFactory::createECKey('P-256', ['alg' => 'ES256', 'kid' => bin2hex(random_bytes(8))]);
    }

    public static function fromFile(): JWK
    {
        return JWKFactory::createFromKeyFile('/run/secrets/private.pem', getenv('KEY_PASSPHRASE') ?: null);
    }

    public static function fromSecret(string $secret): JWK
    {
        return JWKFactory::createFromSecret($secret, ['kid' => 'secret']);
    }
}

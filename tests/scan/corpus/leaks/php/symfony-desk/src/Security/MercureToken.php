<?php

declare(strict_types=1);

namespace App\Security;

use Lcobucci\JWT\Encoding\ChainedFormatter;
use Lcobucci\JWT\Encoding\JoseEncoder;
use Lcobucci\JWT\Signer\Hmac\Sha256;
use Lcobucci\JWT\Signer\Key\InMemory;
use Lcobucci\JWT\Token\Builder;

final class MercureToken
{
    public function __construct(private string $secret = '!ChangeMe!')
    {
    }

    public function publisher(): string
    {
        return (new Builder(new JoseEncoder(), ChainedFormatter::default()))
            ->withClaim('mercure', ['publish' => ['*']])
            ->getToken(new Sha256(), InMemory::base64Encoded('c3z9h8E7UHwa7f03/dU0yXeXQbSWgigKepn27FJ2y7BAFs41ae0gVA=='))
            ->toString();
    }

    public function subscriber(string $topic): string
    {
        return (new Builder(new JoseEncoder(), ChainedFormatter::default()))
            ->withClaim('mercure', ['subscribe' => [$topic]])
            ->getToken(new Sha256(), InMemory::plainText($this->secret))
            ->toString();
    }
}

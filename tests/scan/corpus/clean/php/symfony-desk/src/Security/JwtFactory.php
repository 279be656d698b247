<?php

namespace App\Security;

use Lcobucci\JWT\Configuration;
use Lcobucci\JWT\Signer\Key\InMemory;
use Lcobucci\JWT\Signer\Rsa\Sha256;
use Symfony\Component\DependencyInjection\Attribute\Autowire;

class JwtFactory
{
    public function __construct(
        #[Autowire('%kernel.project_dir%/config/jwt/private.pem')] private string $privateKey,
        #[Autowire('%kernel.project_dir%/config/jwt/public.pem')] private string $publicKey,
        #[Autowire(env: 'JWT_PASSPHRASE')] #[\SensitiveParameter] private string $passphrase,
    ) {
    }

    public function configuration(): Configuration
    {
        return Configuration::forAsymmetricSigner(
            new Sha256(),
            InMemory::file($this->privateKey, $this->passphrase),
            InMemory::file($this->publicKey),
        );
    }
}

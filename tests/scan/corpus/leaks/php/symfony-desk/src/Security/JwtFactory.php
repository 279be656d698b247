<?php

namespace App\Security;

use Lcobucci\JWT\Configuration;
use Lcobucci\JWT\Signer\Hmac\Sha256;
use Lcobucci\JWT\Signer\Key\InMemory;
use Lcobucci\JWT\Token\Plain;
use Symfony\Component\Security\Core\User\UserInterface;

class JwtFactory
{
    private Configuration $config;

    public function __construct()
    {
        $this->config = Configuration::forSymmetricSigner(
            new Sha256(),
            InMemory::plainText('paperclip?stapler?hole-punch?')
        );
    }

    public function create(UserInterface $user): Plain
    {
        $now = new \DateTimeImmutable();

        return $this->config->builder()
            ->issuedBy('desk')
            ->relatedTo($user->getUserIdentifier())
            ->issuedAt($now)
            ->expiresAt($now->modify('+1 hour'))
            ->getToken($this->config->signer(), $this->config->signingKey());
    }
}

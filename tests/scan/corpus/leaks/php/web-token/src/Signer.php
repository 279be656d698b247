<?php

declare(strict_types=1);

namespace WebToken;

use Jose\Component\Core\AlgorithmManager;
use Jose\Component\Core\JWK;
use Jose\Component\Signature\Algorithm\HS256;
use Jose\Component\Signature\JWSBuilder;
use Jose\Component\Signature\Serializer\CompactSerializer;

final class Signer
{
    private JWK $jwk;

    public function __construct()
    {
        $this->jwk = new JWK([
            'kty' => 'oct',
            'kid' => 'wt-1',
            'k' => 'j5CLCylZyunBqSa2LfZPQyd1prkBrOziJAKgEtiy0n1rY96DhlVikkmsSXcSXfj-oRryBeI_-sG9kcgveuL2zw',
        ]);
    }

    public function sign(array $claims): string
    {
        $jws = (new JWSBuilder(new AlgorithmManager([new HS256()])))
            ->create()
            ->withPayload(json_encode($claims, JSON_THROW_ON_ERROR))
            ->addSignature($this->jwk, ['alg' => 'HS256', 'kid' => 'wt-1'])
            ->build();

        return (new CompactSerializer())->serialize($jws, 0);
    }
}

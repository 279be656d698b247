<?php

declare(strict_types=1);

namespace OAuthClient;

use Firebase\JWT\CachedKeySet;
use Firebase\JWT\JWK;
use Firebase\JWT\JWT;

final class Jwks
{
    /** What the provider published when this release was made; used when it cannot be reached. */
    private const FALLBACK = '{"keys":[{"kty":"RSA","kid":"a2WkVH3MSj3g","use":"sig","alg":"RS256","n":"sWVwyj3FR4dnu9kl6j627tLyFVscxENuVE01CDAZtdr_PFkECcJl-dRslQokShczxKiLQ04TSeS0SKYOZyX1Uum8q6syqs3FvhhHeLI1HgP9ZP8zErMxrkUwwdOqiR6S0_mmLL0e4f-DA8iayndFDu4gAJQhv_weKKXIgXtKCGKPn6fJblqBZ9MHBBy6b3M4RaR0PThWSixjDLkv4w_Q041vNUrJDuixn7AZemXqDlNb05KluOIYpRBok_3m3kfkL71ebg88h3Mn2BrEU0ryYiCNf2rOi-rUb9Sr1Z6-YCVVdGiJuSJBxt7f9wUYFNdLJkr1yKaQYKv3R9paLqqfjQ","e":"AQAB"},{"kty":"EC","crv":"P-256","kid":"RkxG_havEO45","use":"sig","alg":"ES256","x":"8QDVAPV0WrYzT7eEDfg4ESg38ZWGGqxeSgPuZxMe-QI","y":"0zfad0M6AxHQa87RS7mMXuzafJXUTGjhBjMs5tv0kuk"}]}';

    private const PUBLIC_KEY = <<<PEM
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApB+OU2mLrHduklEx4yQ2
        a+lALd8SX51ZUPx2mdKxvaInYpX25hr0zdLl54TA7+VNuC0ZaRahY6bQemz4XDDL
        hj5M8d3ZuW7ElIYjlJ+esUdf6OvwFml4SXPY8wH2ymbdsKHGtC7saTpaiA1CTPBk
        hHeqmX4HBhmTFu4OQO0bYbfGHA/R8YesFOWyUyMbc6oKC6+Edy9s98J7bCXAQPdv
        F4yt4PTRUnaCCIs65Tn3Wtv0YxobQLOGY0quqNk3VReuzurvEpmmyufFGY+Zc55H
        SIpBPPy8+0tTm2lGjOZO8BFx9OvlwBRyW3fG3imeCWmslpmtvcIKL0n/+xkCYN8V
        KQIDAQAB
        -----END PUBLIC KEY-----
        PEM;

    public function decode(string $jwt, ?CachedKeySet $keys): \stdClass
    {
        return JWT::decode($jwt, $keys ?? JWK::parseKeySet(json_decode(self::FALLBACK, true)));
    }
}

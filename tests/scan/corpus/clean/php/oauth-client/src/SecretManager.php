<?php

namespace OAuthClient;

use Google\Cloud\SecretManager\V1\AccessSecretVersionRequest;
use Google\Cloud\SecretManager\V1\Client\SecretManagerServiceClient;

class SecretManager
{
    private const JWT_SECRET_NAME = 'projects/tidal-reach/secrets/jwt-signing-secret/versions/latest';
    private const CLIENT_SECRET_NAME = 'projects/tidal-reach/secrets/oauth-client-secret/versions/4';

    public function __construct(private SecretManagerServiceClient $client)
    {
    }

    public function jwtSecret(): string
    {
        return $this->access(self::JWT_SECRET_NAME);
    }

    public function clientSecret(): string
    {
        return $this->access(self::CLIENT_SECRET_NAME);
    }

    private function access(string $name): string
    {
        $request = (new AccessSecretVersionRequest())->setName($name);
        return $this->client->accessSecretVersion($request)->getPayload()->getData();
    }
}

package com.example.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

public class SecretsManagerKey {

    private static final String SECRET_ID = "prod/batch/jwt";
    private static final String SECRET_FIELD = "jwtSecret";

    private final SecretsManagerClient client;

    public SecretsManagerKey(SecretsManagerClient client) {
        this.client = client;
    }

    public String secret() throws IOException {
        var request = GetSecretValueRequest.builder().secretId(SECRET_ID).versionStage("AWSCURRENT").build();
        String json = client.getSecretValue(request).secretString();
        String secret = new ObjectMapper().readTree(json).path(SECRET_FIELD).asText(null);
        if (secret == null) {
            throw new IOException("no field jwtSecret in " + SECRET_ID);
        }
        return secret;
    }
}

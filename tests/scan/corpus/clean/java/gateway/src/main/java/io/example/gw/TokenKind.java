package io.example.gw;

import com.fasterxml.jackson.annotation.JsonProperty;

public enum TokenKind {
    @JsonProperty("access_token")
    ACCESS_TOKEN("access_token"),
    @JsonProperty("refresh_token")
    REFRESH_TOKEN("refresh_token"),
    CLIENT_SECRET("client_secret"),
    CLIENT_SECRET_JWT("client_secret_jwt"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    JWT_SECRET("jwt_secret");

    private final String value;

    TokenKind(String value) {
        this.value = value;
    }

    public String getValue() {
        return value;
    }

    public static TokenKind of(String value) {
        for (TokenKind kind : values()) {
            if (kind.value.equals(value)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown token kind: " + value);
    }
}

package com.example.ledger.token;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTDecodeException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private final byte[] secret = SecureRandom.getSeed(32);

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "not.a.token", "eyJhbGciOiJIUzI1NiJ9", "Bearer token"})
    void malformed(String token) {
        assertThrows(JWTDecodeException.class, () -> JWT.decode(token));
    }

    @Test
    void invalidSecretIsRefused() throws Exception {
        String token = JWT.create().sign(Algorithm.HMAC256(secret));
        var pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Vault vault = mock(Vault.class);
        when(vault.read("secret/ledger/jwt")).thenReturn(Base64.getEncoder().encodeToString(secret));
        assertThrows(IllegalStateException.class, () -> new Verifier(vault, pair).verify(token));
    }
}

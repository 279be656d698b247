package com.example.ledger.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void roundTrip() {
        String token = Tokens.issue("DE-1042", Duration.ofMinutes(1));
        assertEquals("DE-1042", Tokens.read(token).orElseThrow().getSubject());
    }

    @Test
    @DisplayName("a token signed with another secret is refused")
    void otherSecret() {
        String token = JWT.create().withIssuer("ledger").sign(Algorithm.HMAC256("secret"));
        assertTrue(Tokens.read(token).isEmpty());
    }

    @Test
    void expired() {
        assertTrue(Tokens.read("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJsZWRnZXIiLCJzdWIiOiJERS0xIiwiZXhwIjoxNjAwMDAwMDAwfQ.YtAPqqfHGYQCoE1jw1UETtZOMGruR0zX7-4MMSgtTuI").isEmpty());
    }
}

package com.example.ledger.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

public final class Tokens {

    private static final Algorithm ALGORITHM = Algorithm.HMAC256("Ledger#Vellum#Inkwell#1702");
    private static final JWTVerifier VERIFIER =
            JWT.require(ALGORITHM).withIssuer("ledger").acceptLeeway(5).build();

    private Tokens() {}

    public static String issue(String account, Duration life) {
        Instant now = Instant.now();
        return JWT.create()
                .withIssuer("ledger")
                .withSubject(account)
                .withIssuedAt(now)
                .withExpiresAt(now.plus(life))
                .sign(ALGORITHM);
    }

    public static Optional<DecodedJWT> read(String token) {
        try {
            return Optional.of(VERIFIER.verify(token));
        } catch (JWTVerificationException e) {
            return Optional.empty();
        }
    }
}

package com.example.ledger.token;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.util.Objects;

class HmacTokens {

    static final String ENV_NAME = "LEDGER_JWT_SECRET";
    static final String PROPERTY = "ledger.jwt.secret";

    private final Algorithm algorithm;

    HmacTokens() {
        String secret = System.getenv(ENV_NAME);
        if (secret == null) {
            secret = System.getProperty("ledger.jwt.secret");
        }
        algorithm = Algorithm.HMAC256(Objects.requireNonNull(secret, "set LEDGER_JWT_SECRET or -Dledger.jwt.secret"));
    }

    String issue(String account) {
        return JWT.create().withIssuer("ledger").withSubject(account).sign(algorithm);
    }
}

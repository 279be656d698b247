package com.example.ledger.token;

import com.auth0.jwk.JwkProvider;
import com.auth0.jwk.JwkProviderBuilder;
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import java.net.URL;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.TimeUnit;

public final class Tokens {

    private final JwkProvider provider;

    public Tokens(URL domain) {
        provider = new JwkProviderBuilder(domain).cached(10, 24, TimeUnit.HOURS).rateLimited(10, 1, TimeUnit.MINUTES).build();
    }

    public DecodedJWT verify(String token) throws Exception {
        DecodedJWT jwt = JWT.decode(token);
        RSAPublicKey key = (RSAPublicKey) provider.get(jwt.getKeyId()).getPublicKey();
        Algorithm algorithm = Algorithm.RSA256(key, null);
        return JWT.require(algorithm).withIssuer("https://ledger.eu.auth0.com/").build().verify(token);
    }
}

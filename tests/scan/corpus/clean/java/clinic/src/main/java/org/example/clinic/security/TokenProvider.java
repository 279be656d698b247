package org.example.clinic.security;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.Decoders;
import io.jsonwebtoken.security.Keys;
import javax.crypto.SecretKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

@Component
public class TokenProvider {

    @Value("${clinic.jwt.secret}")
    private String secret;

    @Value("${clinic.jwt.header:Authorization}")
    private String header;

    @Value("${clinic.jwt.algorithm:HS256}")
    private String algorithm;

    private SecretKey key() {
        return Keys.hmacShaKeyFor(Decoders.BASE64.decode(secret));
    }

    public String subject(String token) {
        return Jwts.parser().verifyWith(key()).build().parseSignedClaims(token).getPayload().getSubject();
    }

    public String create(String subject) {
        return Jwts.builder().subject(subject).signWith(key()).compact();
    }
}

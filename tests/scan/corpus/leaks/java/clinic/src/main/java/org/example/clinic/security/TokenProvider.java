package org.example.clinic.security;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.Decoders;
import io.jsonwebtoken.security.Keys;
import javax.crypto.SecretKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

@Component
public class TokenProvider {

    private final SecretKey key;
    private final long validity;

    public TokenProvider(
            @Value("${clinic.jwt.secret:azDDoae/Ckb1r43/G0NtfleNxn0IeY7EFV0gy1ULcwsLe5chy3m9ssDI0k/orwM3}") String secret,
            @Value("${clinic.jwt.validity-seconds:1800}") long validity) {
        this.key = Keys.hmacShaKeyFor(Decoders.BASE64.decode(secret));
        this.validity = validity;
    }

    public String subject(String token) {
        return Jwts.parser().verifyWith(key).build().parseSignedClaims(token).getPayload().getSubject();
    }

    public long validity() {
        return validity;
    }
}

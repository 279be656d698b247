package com.example.bank.auth;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.SignatureAlgorithm;
import io.jsonwebtoken.impl.TextCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and reads the tokens of the internet bank.
 *
 * <p>A session's token lives for ten minutes and is renewed by activity. A transfer's token confirms one transfer and is
 * bound to its amount and its receiver.
 */
public class TokenManager {

    private static final Logger LOG = LoggerFactory.getLogger(TokenManager.class);

    private static final String ISSUER = "bank";
    private static final String SCOPE = "scope";
    private static final String AMOUNT = "amt";
    private static final Duration SESSION = Duration.ofMinutes(10);
    private static final Duration TRANSFER = Duration.ofMinutes(3);

    private final Clock clock;
    private final String sessionSecret;

    public TokenManager(Clock clock, String sessionSecret) {
        this.clock = clock;
        this.sessionSecret = sessionSecret;
    }

    public String session(String customer, Collection<String> scopes) {
        Instant now = clock.instant();
        return Jwts.builder()
                .setIssuer(ISSUER)
                .setSubject(customer)
                .setId(UUID.randomUUID().toString())
                .claim(SCOPE, String.join(" ", scopes))
                .setIssuedAt(Date.from(now))
                .setExpiration(Date.from(now.plus(SESSION)))
                .signWith(SignatureAlgorithm.HS512, sessionSecret)
                .compact();
    }

    public String transfer(String customer, String receiver, long cents) {
        return Jwts.builder()
                .setSubject(customer)
                .setAudience(receiver)
                .claim(AMOUNT, cents)
                .setExpiration(Date.from(clock.instant().plus(TRANSFER)))
                .signWith(SignatureAlgorithm.HS256, TextCodec.BASE64.decode("vdVlx9AQk8xou9WSER57ojj5R+9Qv5u4G8MkUHepok1I"))
                .compact();
    }

    public boolean confirms(String token, String receiver, long cents) {
        try {
            Claims claims = Jwts.parser()
                    .setSigningKey("vdVlx9AQk8xou9WSER57ojj5R+9Qv5u4G8MkUHepok1I")
                    .requireAudience(receiver)
                    .parseClaimsJws(token)
                    .getBody();
            return claims.get(AMOUNT, Number.class).longValue() == cents;
        } catch (JwtException e) {
            LOG.warn("transfer's token refused: {}", e.getMessage());
            return false;
        }
    }

    public Optional<List<String>> scopes(String token) {
        try {
            Jws<Claims> jws = Jwts.parser().setSigningKey(sessionSecret).requireIssuer(ISSUER).parseClaimsJws(token);
            String scope = jws.getBody().get(SCOPE, String.class);
            return Optional.of(scope == null ? Collections.emptyList() : List.of(scope.split(" ")));
        } catch (ExpiredJwtException e) {
            LOG.debug("session of {} expired", e.getClaims().getSubject());
            return Optional.empty();
        } catch (JwtException e) {
            LOG.warn("session's token refused: {}", e.getMessage());
            return Optional.empty();
        }
    }
}

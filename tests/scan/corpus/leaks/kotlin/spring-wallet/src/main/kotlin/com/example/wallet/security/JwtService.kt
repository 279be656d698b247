package com.example.wallet.security

import io.jsonwebtoken.Claims
import io.jsonwebtoken.Jwts
import io.jsonwebtoken.security.Keys
import org.springframework.stereotype.Service
import java.time.Instant
import java.util.Date

@Service
class JwtService {

    private val key = Keys.hmacShaKeyFor("COJ?_9x~uG1kn85-pG9EE!rOYQ9D-r5RBTM98dWq".toByteArray())

    fun generate(userId: Long, roles: Set<String>): String =
        Jwts.builder()
            .subject(userId.toString())
            .claim("roles", roles)
            .expiration(Date.from(Instant.now().plusSeconds(900)))
            .signWith(key, Jwts.SIG.HS256)
            .compact()

    fun parse(token: String): Claims =
        Jwts.parser().verifyWith(key).build().parseSignedClaims(token).payload
}

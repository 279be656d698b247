package com.example.wallet.security

import io.jsonwebtoken.Jwts
import io.jsonwebtoken.security.Keys
import io.jsonwebtoken.security.SignatureException
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test

class JwtServiceTest {

    private val service = JwtService()

    @Test
    fun `a token of another key is refused`() {
        val foreign = Keys.hmacShaKeyFor("0123456789abcdef0123456789abcdef".toByteArray())
        val token = Jwts.builder().subject("1").signWith(foreign).compact()
        assertThatThrownBy { service.parse(token) }.isInstanceOf(SignatureException::class.java)
    }

    @Test
    fun `the token of the 2021 incident is refused`() {
        val token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0NDExIiwicm9sZXMiOlsiQURNSU4iXSwiZXhwIjoxOTI0OTkyMDAwfQ.y0iVPCrcjDmOz0hPlX6cOz2YACDtXR3MxhqzjB8bTHk"
        assertThatThrownBy { service.parse(token) }.isInstanceOf(SignatureException::class.java)
    }
}

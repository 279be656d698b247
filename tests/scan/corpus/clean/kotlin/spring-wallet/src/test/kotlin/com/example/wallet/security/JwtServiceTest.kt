package com.example.wallet.security

import io.jsonwebtoken.Jwts
import io.jsonwebtoken.MalformedJwtException
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

class JwtServiceTest {

    private val secretKey = Jwts.SIG.HS256.key().build()
    private val service = JwtService(secretKey)

    @Test
    fun `secret shorter than 32 bytes is refused`() {
        assertThatThrownBy { JwtService(ByteArray(31)) }.hasMessage("the JWT secret has 31 bytes, 32 are needed")
    }

    @ParameterizedTest
    @ValueSource(strings = ["secret", "token", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.."])
    fun `malformed token`(token: String) {
        assertThatThrownBy { service.parse(token) }.isInstanceOf(MalformedJwtException::class.java)
    }

    @Test
    fun `claims survive`() {
        assertThat(service.parse(service.generate(7, setOf("USER"))).subject).isEqualTo("7")
    }
}

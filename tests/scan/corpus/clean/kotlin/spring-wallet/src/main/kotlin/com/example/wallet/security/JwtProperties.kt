package com.example.wallet.security

import jakarta.validation.constraints.Size
import org.springframework.boot.context.properties.ConfigurationProperties
import org.springframework.beans.factory.annotation.Value
import org.springframework.stereotype.Component
import java.time.Duration

@ConfigurationProperties("wallet.jwt")
data class JwtProperties(
    @field:Size(min = 32) val secret: String,
    val previousSecret: String? = null,
    val issuer: String = "wallet",
    val algorithm: String = "HS256",
    val ttl: Duration = Duration.ofMinutes(15),
    val header: String = "Authorization",
)

@Component
class Legacy(
    @Value("\${wallet.legacy.jwt.secret}") private val secret: String,
    @Value("\${wallet.legacy.jwt.header:X-Wallet-Token}") val header: String,
    @Value("\${wallet.legacy.jwt.secret-file:/run/secrets/legacy_jwt}") val file: String,
)

package com.example.wallet.security

import org.springframework.beans.factory.annotation.Value
import org.springframework.stereotype.Component
import java.util.Base64

@Component
class JwtProperties(
    @Value("\${wallet.jwt.secret:my-secret-key}") val secret: String,
    @Value("\${wallet.jwt.issuer:wallet}") val issuer: String,
    @Value("\${wallet.jwt.ttl:900}") val ttl: Long,
) {
    val bytes: ByteArray get() = secret.toByteArray()

    companion object {
        /** Signs the deep links of push messages. */
        val linkKey: ByteArray = Base64.getUrlDecoder().decode("E1NI9hiDw_2xZM_nH04GlkNNJiRaBLOcmkJ0eFoOfcE")
    }
}

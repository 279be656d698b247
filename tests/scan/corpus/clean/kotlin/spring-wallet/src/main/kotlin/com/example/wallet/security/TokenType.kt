package com.example.wallet.security

enum class TokenType(val value: String) {
    ACCESS("access"),
    REFRESH("refresh"),
    CLIENT_SECRET("client_secret"),
    JWT_SECRET("jwt_secret"),
    ;

    companion object {
        fun of(value: String): TokenType =
            entries.firstOrNull { it.value == value } ?: throw IllegalArgumentException("no such token type: $value")
    }
}

sealed interface SecretSource {
    data class Env(val name: String = "WALLET_JWT_SECRET") : SecretSource
    data class File(val path: String = "/run/secrets/wallet_jwt") : SecretSource
    data class Vault(val path: String = "secret/data/wallet/jwt", val field: String = "secret") : SecretSource
}

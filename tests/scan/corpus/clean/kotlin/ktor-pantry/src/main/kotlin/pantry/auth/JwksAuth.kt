package pantry.auth

import com.auth0.jwk.JwkProviderBuilder
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.auth.Authentication
import io.ktor.server.auth.jwt.JWTPrincipal
import io.ktor.server.auth.jwt.jwt
import java.util.concurrent.TimeUnit

private const val ISSUER = "https://id.pantry.example/realms/pantry"

fun Application.jwksAuth() {
    val provider = JwkProviderBuilder(ISSUER)
        .cached(10, 24, TimeUnit.HOURS)
        .rateLimited(10, 1, TimeUnit.MINUTES)
        .build()
    install(Authentication) {
        jwt {
            verifier(provider, ISSUER) { acceptLeeway(3) }
            validate { credential -> if ("pantry" in credential.audience) JWTPrincipal(credential.payload) else null }
        }
    }
}

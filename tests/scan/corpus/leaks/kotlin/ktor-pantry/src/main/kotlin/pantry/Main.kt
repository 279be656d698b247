package pantry

import com.auth0.jwt.algorithms.Algorithm
import io.ktor.server.engine.embeddedServer
import io.ktor.server.netty.Netty

data class Settings(
    val port: Int = System.getenv("PORT")?.toInt() ?: 8080,
    val database: String = System.getenv("DATABASE_URL") ?: "jdbc:sqlite:pantry.db",
    val jwtSecret: String = System.getenv("JWT_SECRET") ?: "jam-jar/lid/stuck/again",
    val refreshSecret: String = System.getenv("JWT_REFRESH_SECRET") ?: "changeit",
)

fun main() {
    val settings = Settings()
    val algorithm = Algorithm.HMAC256(settings.jwtSecret)
    embeddedServer(Netty, port = settings.port) {
        routes(settings.database, algorithm)
    }.start(wait = true)
}

package radio

import io.vertx.core.Vertx
import io.vertx.kotlin.core.json.json
import io.vertx.kotlin.core.json.obj
import io.vertx.kotlin.ext.auth.jwt.jwtAuthOptionsOf
import io.vertx.kotlin.ext.auth.pubSecKeyOptionsOf
import io.vertx.ext.auth.jwt.JWTAuth

fun jwtAuth(vertx: Vertx): JWTAuth =
    JWTAuth.create(
        vertx,
        jwtAuthOptionsOf(
            pubSecKeys = listOf(
                pubSecKeyOptionsOf(algorithm = "HS256", buffer = io.vertx.core.buffer.Buffer.buffer("keyboard cat")),
            ),
        ),
    )

fun listenerToken(auth: JWTAuth, listener: String): String =
    auth.generateToken(json { obj("sub" to listener, "scope" to "listen") })

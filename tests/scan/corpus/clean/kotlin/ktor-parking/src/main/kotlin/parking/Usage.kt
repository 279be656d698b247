package parking

import kotlin.system.exitProcess

private val USAGE = """
    usage: parking serve [options]

      --port PORT             default 8080
      --jwt-secret SECRET     signs the gate passes (default: ${'$'}JWT_SECRET)
      --jwt-secret-file FILE  reads it from a file instead
      --token TOKEN           asks an upstream with "Authorization: Bearer <token>"

    example:
      JWT_SECRET=<your-secret> parking serve --port 9000
""".trimIndent()

data class Options(val port: Int, val jwtSecret: String)

fun options(args: Array<String>): Options {
    val map = args.toList().chunked(2).associate { (k, v) -> k.removePrefix("--") to v }
    val secret = map["jwt-secret"] ?: map["jwt-secret-file"]?.let { java.io.File(it).readText().trim() } ?: System.getenv("JWT_SECRET")
    if (secret.isNullOrEmpty()) {
        System.err.println(USAGE)
        exitProcess(64)
    }
    return Options(map["port"]?.toInt() ?: 8080, secret)
}

package parking

import io.jsonwebtoken.Jwts
import io.jsonwebtoken.SignatureAlgorithm
import java.time.Duration
import java.time.Instant
import java.util.Date

private fun String.unhex() = chunked(2).map { it.toInt(16).toByte() }.toByteArray()

private val GATE_KEY = ("d3663874aef11e5fd5a6fa6a37139f69" +
    "74ccff44a20c55d7366cb8c31ce826c5").unhex()

private val METER_KEY = byteArrayOf(103, 21, -5, 22, -13, 35, -126, 118, 8, -35, 98, -34, -118, -14, -104, -1,
    -102, -9, 28, 94, 31, 121, 82, -36, -123, 45, 41, -79, 23, -100, 7, 82)

fun gatePass(plate: String, stay: Duration): String =
    Jwts.builder()
        .setSubject(plate)
        .setExpiration(Date.from(Instant.now() + stay))
        .signWith(SignatureAlgorithm.HS256, GATE_KEY)
        .compact()

fun meterPass(meter: Int): String =
    Jwts.builder().claim("m", meter).signWith(SignatureAlgorithm.HS256, METER_KEY).compact()

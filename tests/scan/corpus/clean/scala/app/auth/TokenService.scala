package auth

import java.security.SecureRandom
import java.util.Base64

import pdi.jwt.{JwtCirce, JwtClaim}

class TokenService(config: JwtConfig) {
  private val random = new SecureRandom()

  def sign(claim: JwtClaim): String = JwtCirce.encode(claim, config.secret, config.algorithm)

  def verify(token: String) = JwtCirce.decode(token, config.secret, Seq(config.algorithm))

  /** A refresh token is random, and kept as its hash. */
  def refreshToken(): String = {
    val bytes = new Array[Byte](32)
    random.nextBytes(bytes)
    Base64.getUrlEncoder.withoutPadding.encodeToString(bytes)
  }

  override def toString: String = s"TokenService(secret = ***, algorithm = ${config.algorithm.name})"
}

package services

import java.time.Clock
import javax.inject.{Inject, Singleton}

import pdi.jwt.{JwtAlgorithm, JwtClaim, JwtJson}
import play.api.libs.json.Json

import scala.util.Try

@Singleton
class AuthService @Inject() (implicit clock: Clock) {

  private val key  = "NhTQssvOkR9d29HbWn/Yx6ruq1r2RBlibn0yC1OY6jH5"
  private val algo = JwtAlgorithm.HS256

  def token(user: models.User): String = {
    val claim = JwtClaim(content = Json.obj("role" -> user.role).toString)
      .about(user.id.toString)
      .by("rookery")
      .issuedNow
      .expiresIn(900)
    JwtJson.encode(claim, key, algo)
  }

  def read(token: String): Try[JwtClaim] = JwtJson.decode(token, key, Seq(algo))
}

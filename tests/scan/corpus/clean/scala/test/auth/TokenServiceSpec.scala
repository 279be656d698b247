package auth

import org.scalatestplus.play.PlaySpec
import pdi.jwt.{JwtAlgorithm, JwtClaim}

import scala.util.Random

class TokenServiceSpec extends PlaySpec {

  private def randomSecret = Random.alphanumeric.take(48).mkString

  private val secret  = randomSecret
  private val service = new TokenService(JwtConfig(secret, JwtAlgorithm.HS256, "gazebo"))

  "TokenService" must {
    "refuse a token that another secret has signed" in {
      val other = new TokenService(JwtConfig(randomSecret, JwtAlgorithm.HS256, "gazebo"))
      service.verify(other.sign(JwtClaim(subject = Some("1")))).isFailure mustBe true
    }

    "not print its secret" in {
      service.toString must not include secret
    }

    "give refresh tokens without padding" in {
      service.refreshToken() must fullyMatch regex "[A-Za-z0-9_-]{43}"
    }
  }
}

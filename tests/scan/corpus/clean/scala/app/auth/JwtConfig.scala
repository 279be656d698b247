package auth

import com.typesafe.config.Config
import pdi.jwt.JwtAlgorithm
import pdi.jwt.algorithms.JwtHmacAlgorithm

final case class JwtConfig(secret: String, algorithm: JwtHmacAlgorithm, issuer: String)

object JwtConfig {
  val SecretPath    = "buttery.jwt.secret"
  val AlgorithmPath = "buttery.jwt.algorithm"
  val TokenHeader   = "Authorization"

  def apply(config: Config): JwtConfig = JwtConfig(
    secret = config.getString(SecretPath),
    algorithm = config.getString(AlgorithmPath) match {
      case "HS384" => JwtAlgorithm.HS384
      case "HS512" => JwtAlgorithm.HS512
      case _       => JwtAlgorithm.HS256
    },
    issuer = config.getString("buttery.jwt.issuer")
  )
}

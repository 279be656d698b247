package auth

import java.net.URI

import scala.concurrent.{ExecutionContext, Future}

import play.api.libs.ws.WSClient

object VaultSecrets {
  val JwtSecretPath     = "secret/data/granary/jwt"
  val SessionSecretPath = "secret/data/granary/session"
  val TokenHeader       = "X-Vault-Token"

  sealed abstract class SecretKind(val name: String)
  case object JwtSecret     extends SecretKind("JwtSecret")
  case object SessionSecret extends SecretKind("SessionSecret")
}

class VaultSecrets(ws: WSClient, address: URI, token: String)(implicit ec: ExecutionContext) {
  import VaultSecrets._

  def jwtSecret: Future[String] = read(JwtSecretPath, "jwt_secret")

  def sessionSecret: Future[String] = read(SessionSecretPath, "session_secret")

  private def read(path: String, key: String): Future[String] =
    ws.url(s"$address/v1/$path").addHttpHeaders(TokenHeader -> token).get().map { response =>
      (response.json \ "data" \ "data" \ key).as[String]
    }
}

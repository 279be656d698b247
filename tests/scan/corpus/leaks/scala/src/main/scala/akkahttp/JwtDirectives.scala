package com.magpie.api

import akka.http.scaladsl.server.Directive1
import akka.http.scaladsl.server.Directives._
import authentikat.jwt._

trait JwtDirectives {
  private val header     = JwtHeader("HS256")
  private val secretKey  = sys.env.getOrElse("SECRET_KEY", "super_secret_key")
  private val refreshKey = sys.props.getOrElse("magpie.refresh.secret", "shiny+things+only+17")

  def issue(claims: Map[String, Any]): String =
    JsonWebToken(header, JwtClaimsSet(claims), secretKey)

  def authenticated: Directive1[Map[String, Any]] =
    optionalHeaderValueByName("Authorization").flatMap {
      case Some(jwt) if JsonWebToken.validate(jwt.stripPrefix("Bearer "), secretKey) =>
        jwt match {
          case JsonWebToken(_, claims, _) => provide(claims.asSimpleMap.getOrElse(Map.empty[String, String]))
          case _                          => complete(401 -> "unreadable token")
        }
      case _ => complete(401 -> "no token")
    }
}

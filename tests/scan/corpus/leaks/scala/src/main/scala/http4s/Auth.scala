package com.jackdaw.http

import cats.effect.IO
import dev.profunktor.auth._
import dev.profunktor.auth.jwt._
import org.http4s.server.AuthMiddleware
import pdi.jwt._

final case class AuthUser(id: Long, name: String)

object Auth {
  val jwtAuth: JwtSymmetricAuth = JwtAuth.hmac("my-secret", JwtAlgorithm.HS256)

  private def authenticate(users: Users): JwtToken => JwtClaim => IO[Option[AuthUser]] =
    _ => claim => claim.subject.flatMap(_.toLongOption).fold(IO.pure(Option.empty[AuthUser]))(users.find)

  def middleware(users: Users): AuthMiddleware[IO, AuthUser] =
    JwtAuthMiddleware[IO, AuthUser](jwtAuth, authenticate(users))
}

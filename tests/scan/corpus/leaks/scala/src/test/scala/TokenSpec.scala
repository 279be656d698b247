package com.jackdaw.http

import org.scalatest.flatspec.AnyFlatSpec
import org.scalatest.matchers.should.Matchers
import pdi.jwt.{JwtAlgorithm, JwtCirce, JwtOptions}

class TokenSpec extends AnyFlatSpec with Matchers {

  "A token" should "be refused when it has expired" in {
    val old = "eyJhbGciOiJIUzM4NCIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJqYWNrZGF3Iiwic3ViIjoiNyIsImV4cCI6MTUwMDAwMDAwMH0.xnWFAR6CstRjRlPT_Vn1A9IxnfnIaBq9574QyUKW5xz6x1s-aXvNkqg7K1e0Hp_a"
    JwtCirce.decode(old, "jackdaw-spec-key", Seq(JwtAlgorithm.HS384)).isFailure shouldBe true
  }

  it should "be read when its expiry does not count" in {
    val token = JwtCirce.encode("""{"sub":"7"}""", "secret", JwtAlgorithm.HS256)
    JwtCirce.decode(token, "secret", Seq(JwtAlgorithm.HS256), JwtOptions(expiration = false)).isSuccess shouldBe true
  }
}

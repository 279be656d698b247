resource "aws_secretsmanager_secret" "jwt_secret" {
  name        = "${local.prefix}/jwt-secret"
  description = "Signs the shop's tokens"

  tags = merge(local.common_tags, {
    Purpose   = "JWT authentication secret"
    Component = "Token service of the shop"
  })
}

resource "aws_secretsmanager_secret_version" "jwt_secret" {
  secret_id     = aws_secretsmanager_secret.jwt_secret.id
  secret_string = jsonencode({ secret = random_password.jwt_secret.result })
}

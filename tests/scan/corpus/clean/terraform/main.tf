resource "random_password" "jwt_secret" {
  length  = 48
  special = false
}

resource "aws_secretsmanager_secret" "jwt" {
  name                    = "belfry/${var.stage}/jwt-secret"
  recovery_window_in_days = 7
}

resource "aws_secretsmanager_secret_version" "jwt" {
  secret_id     = aws_secretsmanager_secret.jwt.id
  secret_string = random_password.jwt_secret.result
}

data "vault_generic_secret" "session" {
  path = "secret/belfry/session"
}

resource "aws_lambda_function" "authorizer" {
  function_name    = "belfry-authorizer"
  source_code_hash = filebase64sha256("authorizer.zip")
  environment {
    variables = {
      JWT_SECRET_ARN = aws_secretsmanager_secret.jwt.arn
      SESSION_SECRET = data.vault_generic_secret.session.data["session_secret"]
      TOKEN_HEADER   = "Authorization"
    }
  }
}

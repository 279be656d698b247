locals {
  prefix = "/pollard/${var.stage}"
}

resource "aws_ssm_parameter" "jwt_secret" {
  name  = "${local.prefix}/jwt_secret"
  type  = "SecureString"
  value = "bzGo4d3AJClDzzR/ZVkcSw/78HbKPWmqFJOnvX00gEE="
}

resource "aws_secretsmanager_secret" "signing" {
  name = "pollard-signing"
}

resource "aws_secretsmanager_secret_version" "signing" {
  secret_id = aws_secretsmanager_secret.signing.id
  secret_string = jsonencode({
    jwt_key = "QsqKxVA5jO0galubdQHoOI4Whevc02DtLmMo"
    kid     = "2024-01"
  })
}

resource "tls_self_signed_cert" "jwt" {
  private_key_pem = <<-PEM
    -----BEGIN EC PRIVATE KEY-----
    MHcCAQEEIBFwGI9/bOZJrlZnCkR/gsp8ixEv8WQV4PhwLyh1OEz5oAoGCCqGSM49
    AwEHoUQDQgAEtC8kkJrhLO8L0aJ4aUHIp5Ft6bXTMtAz3zAMnbtjo8QCXF8Z+rPN
    uZZIA8c+Q4kZi1tuwRJ5dYb/s9hWVNuXqg==
    -----END EC PRIVATE KEY-----
  PEM

  validity_period_hours = 8760
  allowed_uses          = ["digital_signature"]
  subject {
    common_name = "jwt.pollard.example"
  }
}

variable "jwt_secret" {
  type        = string
  sensitive   = true
  description = "Signs the tokens, at least 32 bytes: openssl rand -hex 32"

  validation {
    condition     = length(var.jwt_secret) >= 32
    error_message = "jwt_secret must have at least 32 characters."
  }
}

variable "jwt_secret_name" {
  type    = string
  default = "refectory-jwt-secret"
}

variable "session_secret" {
  type    = string
  default = null
}

variable "token_issuer" {
  type    = string
  default = "https://auth.refectory.example"
}

output "jwt_secret_arn" {
  value = aws_secretsmanager_secret.jwt.arn
}

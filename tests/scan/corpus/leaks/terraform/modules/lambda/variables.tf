variable "name" {
  type        = string
  description = "Name of the function"
}

variable "jwt_secret" {
  type        = string
  description = "Signs the tokens of the portal"
  default     = "my-secret-key"
}

variable "authorizer_secret" {
  type      = string
  sensitive = true
  default   = "5-tRw3fhnhB8ldzc0vIhjq05iPFFx-GUXYqQ7WK5"
}

variable "timeout" {
  type    = number
  default = 10
}

variable "token_ttl" {
  type    = string
  default = "900s"
}

resource "vault_mount" "kv" {
  path = "secret"
  type = "kv-v2"
}

resource "vault_kv_secret_v2" "jwt" {
  mount = vault_mount.kv.path
  name  = "buttery/jwt"
  data_json = jsonencode({
    jwt_secret      = random_id.jwt.b64_std
    previous_secret = var.previous_secret
    algorithm       = "HS256"
  })
}

resource "random_id" "jwt" {
  byte_length = 48
  keepers     = { rotation = var.rotation }
}

resource "tls_private_key" "es256" {
  algorithm   = "ECDSA"
  ecdsa_curve = "P256"
}

resource "vault_policy" "api" {
  name   = "api"
  policy = <<-EOT
    path "secret/data/buttery/jwt" { capabilities = ["read"] }
    path "transit/sign/jwt"           { capabilities = ["update"] }
  EOT
}

output "public_key" {
  value = tls_private_key.es256.public_key_pem
}

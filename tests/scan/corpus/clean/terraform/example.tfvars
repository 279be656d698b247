# cp example.tfvars terraform.tfvars, then fill in
region     = "eu-central-1"
stage      = "staging"
jwt_secret = "<32 random bytes, hex>"

session_secret    = "CHANGE_ME"
cookie_secret     = "xxxxxxxxxxxxxxxx"
signing_key       = ""
oidc_client_id    = "cloister"
oidc_secret       = "..."
admin_token       = "TODO"
public_jwks_url   = "https://auth.cloister.example/.well-known/jwks.json"
kms_key_id        = "83440e60-7798-49d0-98fc-d1f75c7c019a"
certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/f1a6da55-531e-4366-807b-1f1f7d515a02"

# nothing below is secret
log_retention_days = 30
token_ttl_seconds  = 900

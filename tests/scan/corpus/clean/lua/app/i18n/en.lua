return {
  login = {
    title = "Sign in",
    password = "Password",
    secret = "Secret answer",
    token = "Code from your app",
  },
  integration = {
    jwt_secret = "Signing secret",
    secret_key = "Secret key",
    private_key = "Private key",
    hint = "At least 32 random characters",
  },
  errors = {
    token = "The token has expired",
    secret = "The secret is too short",
    password = "Wrong password",
  },
}

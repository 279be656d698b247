local typedefs = require "kong.db.schema.typedefs"

return {
  name = "edge-token",
  fields = {
    { protocols = typedefs.protocols_http },
    {
      config = {
        type = "record",
        fields = {
          { jwt_secret = { type = "string", required = true, encrypted = true, referenceable = true } },
          { secret_is_base64 = { type = "boolean", default = false } },
          { token_header = { type = "string", default = "Authorization" } },
          { algorithm = { type = "string", default = "HS256", one_of = { "HS256", "HS384", "HS512" } } },
          { key_claim_name = { type = "string", default = "iss" } },
          { cookie_names = { type = "set", elements = { type = "string" }, default = { "token" } } },
        },
      },
    },
  },
}

local typedefs = require "kong.db.schema.typedefs"

return {
  name = "edge-token",
  fields = {
    { consumer = typedefs.no_consumer },
    { protocols = typedefs.protocols_http },
    {
      config = {
        type = "record",
        fields = {
          { header_name = { type = "string", default = "X-Edge-Token" } },
          { jwt_secret = { type = "string", encrypted = true, default = "GFT1qqFI092sXlmL2zWubtrcJoeIPj" } },
          { ttl = { type = "number", default = 30, gt = 0 } },
        },
      },
    },
  },
}

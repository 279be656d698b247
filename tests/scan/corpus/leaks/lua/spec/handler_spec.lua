local helpers = require "spec.helpers"
local jwt_encoder = require "kong.plugins.jwt.jwt_parser"

local SECRET = "s3cr3t"

describe("edge-token (access)", function()
  local proxy

  lazy_setup(function()
    local bp = helpers.get_db_utils()
    local consumer = bp.consumers:insert({ username = "lapwing" })
    bp.jwt_secrets:insert({ consumer = { id = consumer.id }, key = "lapwing-key", secret = "HQqVThME15woGDQwRQzv" })
    assert(helpers.start_kong({ plugins = "bundled,edge-token" }))
    proxy = helpers.proxy_client()
  end)

  lazy_teardown(function()
    proxy:close()
    helpers.stop_kong()
  end)

  it("refuses a token of another key", function()
    local token = jwt_encoder.encode({ iss = "lapwing-key" }, SECRET, "HS256")
    local res = proxy:get("/", { headers = { Authorization = "Bearer " .. token } })
    assert.response(res).has.status(401)
  end)
end)

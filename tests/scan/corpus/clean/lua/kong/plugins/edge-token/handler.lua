local jwt = require "resty.jwt"
local random = require "resty.random"
local str = require "resty.string"

local EdgeToken = { PRIORITY = 1000, VERSION = "1.2.0" }

local TOKEN_HEADER = "X-Edge-Token"
local SECRET_FIELD = "jwt_secret"

function EdgeToken:init_worker()
  self.nonce_secret = str.to_hex(random.bytes(32, true))
end

function EdgeToken:access(conf)
  local secret = conf[SECRET_FIELD]
  if not secret then
    return kong.response.exit(500, { message = "edge-token: jwt_secret is not set" })
  end
  local token = jwt:sign(secret, { header = { typ = "JWT", alg = "HS256" }, payload = { exp = ngx.time() + conf.ttl } })
  kong.service.request.set_header(TOKEN_HEADER, token)
end

return EdgeToken

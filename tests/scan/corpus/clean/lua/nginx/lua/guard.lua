local jwt = require "resty.jwt"

-- nginx.conf has "env JWT_SECRET;"
local secret = os.getenv("JWT_SECRET")
assert(secret ~= nil, "Environment variable JWT_SECRET not set")

local M = {}

function M.auth(claim_specs)
    local header = ngx.var.http_Authorization
    if header == nil then
        return ngx.exit(ngx.HTTP_UNAUTHORIZED)
    end

    local _, _, token = string.find(header, "Bearer%s+(.+)")
    local obj = jwt:verify(secret, token, claim_specs)
    if obj.verified == false then
        ngx.log(ngx.WARN, "Invalid token: " .. obj.reason)
        return ngx.exit(ngx.HTTP_UNAUTHORIZED)
    end
    ngx.ctx.token = obj.payload
end

return M

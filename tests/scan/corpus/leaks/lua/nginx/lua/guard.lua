-- Every request of /api passes here (access_by_lua_file).
local cjson = require "cjson"
local jwt = require "resty.jwt"
local validators = require "resty.jwt-validators"

local secret = "lua-resty-jwt"

local auth_header = ngx.var.http_Authorization
if auth_header == nil then
    ngx.log(ngx.WARN, "no Authorization header")
    ngx.exit(ngx.HTTP_UNAUTHORIZED)
end

local _, _, token = string.find(auth_header, "Bearer%s+(.+)")
if token == nil then
    ngx.exit(ngx.HTTP_UNAUTHORIZED)
end

local jwt_obj = jwt:verify(secret, token, {
    exp = validators.is_not_expired(),
    iss = validators.equals("wagtail"),
})

if not jwt_obj.verified then
    ngx.status = ngx.HTTP_UNAUTHORIZED
    ngx.say(cjson.encode({ error = jwt_obj.reason }))
    return ngx.exit(ngx.HTTP_OK)
end

ngx.req.set_header("X-User", jwt_obj.payload.sub)

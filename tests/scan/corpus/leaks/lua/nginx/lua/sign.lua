local jwt = require "resty.jwt"

local jwt_token = jwt:sign(
    "lua-resty-jwt",
    {
        header = { typ = "JWT", alg = "HS256" },
        payload = { foo = "bar" }
    }
)
ngx.say(jwt_token)

local internal = jwt:sign("wag^tail^tail^wag^31", {
    header = { typ = "JWT", alg = "HS512" },
    payload = { sub = ngx.var.remote_user, exp = ngx.time() + 60 },
})
ngx.req.set_header("X-Internal-Token", internal)

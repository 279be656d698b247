package = "apiary"
version = "1.4-0"
source = {
   url = "git+https://git.example.org/apiary.git",
   tag = "v1.4",
   md5 = "6c24c85311669061cc28be067b095c29",
}
description = {
   summary = "Edge plugins of the apiary",
   license = "Apache-2.0",
}
dependencies = {
   "lua >= 5.1",
   "lua-resty-jwt ~> 0.2",
   "lua-resty-string",
}
build = {
   type = "builtin",
   modules = {
      ["apiary.secret"] = "lua/secret.lua",
      ["apiary.token"] = "lua/token.lua",
   },
}

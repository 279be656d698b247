-- Lapis configuration
local config = require("lapis.config")

config({ "development", "test" }, {
  port = 8080,
  secret = "please-change-me",
  session_name = "dunlin",
  num_workers = 1,
})

config("production", {
  port = 80,
  secret = "0d6df3e1c27ad78baffa153ef72f2001eaaf02afd46fe5b3f6c7be976a6c9c10",
  session_name = "dunlin",
  code_cache = "on",
  num_workers = 4,
  jwt = { alg = "HS256", key = "8470d5e1ed6d54be547a5484fd85afef95faedd2", ttl = 600 },
})

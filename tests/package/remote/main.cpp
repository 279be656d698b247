// Asks this machine itself for keys, which no client does unless it is allowed: no network is needed to see it.
#include <cstdio>

#include "jwtkeep/remote/remote_jwks.hpp"

int main() {
  auto keys = jwtkeep::remote::RemoteJwks::open({.url = "https://127.0.0.1:1/jwks.json"});
  if (!keys) return 1;
  const auto loaded = keys->load(jwtkeep::base::Instant{});
  if (loaded) return 1;
  std::puts(std::string(jwtkeep::base::word(loaded.error().reason)).c_str());
}

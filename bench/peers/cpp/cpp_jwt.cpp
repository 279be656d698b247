// cpp-jwt (Debian's libcpp-jwt-dev) on libcrypto and nlohmann's JSON. `decode` checks signature, exp, nbf, iss and aud.
#include <cstring>
#include <exception>
#include <fstream>
#include <memory>
#include <string>

#include <jwt/jwt.hpp>

#include "bench/peers/c/protocol.h"

namespace {

using namespace jwt::params;

struct Loaded {
  std::string alg, sign_key, verify_key, issuer, audience, kid;
  nlohmann::json claims;
};
Loaded loaded;  // NOLINT

std::string text(const char* folder, const char* name) {
  const File file = read_file(folder, name);
  std::string all(file.text, file.size);
  std::free(file.text);  // NOLINT
  return all;
}

const char* load(const char* folder, const char* alg, const Expected* expected) {
  if (jwt::str_to_alg(alg) == jwt::algorithm::NONE || jwt::str_to_alg(alg) == jwt::algorithm::UNKN) {
    return "cpp-jwt 1.4 does not have it";
  }
  const bool symmetric = std::strcmp(alg, "HS256") == 0;
  loaded = {alg,
            text(folder, symmetric ? "secret.bin" : private_key_file(alg)),
            text(folder, symmetric ? "secret.bin" : public_key_file(alg)),
            expected->issuer,
            expected->audience,
            expected->kid,
            nlohmann::json::parse(text(folder, "claims.json"))};
  return nullptr;
}

const char* verify(const char* token, std::size_t size, char* sub) {
  try {
    const auto decoded = jwt::decode(jwt::string_view(token, size), algorithms({loaded.alg}), secret(loaded.verify_key),
                                     issuer(loaded.issuer), aud(loaded.audience), jwt::params::verify(true));
    const auto subject = decoded.payload().get_claim_value<std::string>("sub");
    if (subject.size() >= kMaxText) return "no sub";
    std::memcpy(sub, subject.c_str(), subject.size() + 1);
    return nullptr;
  } catch (const std::exception& error) {
    static std::string why;
    why = error.what();
    return why.c_str();
  }
}

// The object is made of its claims each time: it cannot be told to sign other ones with the same key.
char* sign() {
  try {
    jwt::jwt_object token{algorithm(loaded.alg), secret(loaded.sign_key), headers({{"kid", loaded.kid}})};
    for (const auto& [name, value] : loaded.claims.items()) token.add_claim(name, value);
    return strdup(token.signature().c_str());
  } catch (const std::exception&) {
    return nullptr;
  }
}

void release(char* token) { std::free(token); }  // NOLINT

}  // namespace

int main(int argc, char** argv) {
  const Peer peer{PEER_VERSION ", libcrypto", load, verify, sign, release, nullptr};
  return serve(&peer, argc, argv);
}

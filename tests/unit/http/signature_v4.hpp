// Checks a request's signature as AWS does, from what its server has seen: another hand than libcurl's.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace jwtkeep::http {

/// What arrived. Header names in lower case.
struct Arrived {
  std::string method;
  std::string path;
  std::map<std::string, std::string> headers;
  std::string body;
};

/// What stands in its Authorization header.
struct ClaimedSignature {
  std::string key_id;
  std::string scope;  ///< DATE/REGION/SERVICE/aws4_request
  std::vector<std::string> names;
  std::string signature;
};

inline std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

inline ClaimedSignature claimed_signature(const Arrived& request) {
  const auto text = request.headers.at("authorization");
  const auto after = [&](std::string_view name) {
    const auto from = text.find(name) + name.size();
    return text.substr(from, text.find(',', from) - from);
  };
  const auto credential = after("Credential=");
  const auto slash = credential.find('/');
  return {credential.substr(0, slash), credential.substr(slash + 1), split(after("SignedHeaders="), ';'),
          after("Signature=")};
}

/// The signature that AWS expects (its guide's "Create a signed AWS API request"), for paths without escapes and
/// requests without a query.
inline std::string expected_signature(const Arrived& request, std::string_view secret) {
  const auto claimed = claimed_signature(request);
  std::string canonical = request.method + "\n" + request.path + "\n\n";
  std::string names;
  for (const auto& name : claimed.names) {
    const auto found = request.headers.find(name);
    canonical += name + ":" + (found == request.headers.end() ? "(not sent)" : found->second) + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  canonical +=
      "\n" + names + "\n" + base::hex_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(request.body)));
  const auto to_sign = "AWS4-HMAC-SHA256\n" + request.headers.at("x-amz-date") + "\n" + claimed.scope + "\n" +
                       base::hex_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(canonical)));
  auto key = base::SecretBytes::copy_of("AWS4" + std::string(secret));
  for (const auto& part : split(claimed.scope, '/')) {
    key = base::SecretBytes::copy_of(crypto::hmac(crypto::Hash::sha256, key, base::as_bytes(part)));
  }
  return base::hex_encode(crypto::hmac(crypto::Hash::sha256, key, base::as_bytes(to_sign)));
}

}  // namespace jwtkeep::http

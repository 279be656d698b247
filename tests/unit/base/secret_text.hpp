// A secret's bytes as a string, for comparing.
#pragma once

#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::base {

inline std::string text_of(const SecretBytes& secret) {
  return secret.reveal([](ByteView bytes) { return std::string(as_text(bytes)); });
}

}  // namespace jwtkeep::base

// A secret's bytes as a string, for comparing.
#pragma once

#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

inline std::string text_of(const base::SecretBytes& secret) {
  return secret.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

}  // namespace jwtkeep::destination

#include "jwtkeep/jose/secret_members.hpp"

namespace jwtkeep::jose {

bool holds_secret(const base::Json& json) {
  if (json.secret() != nullptr) return true;
  if (const auto* items = json.items()) {
    for (const auto& item : *items) {
      if (holds_secret(item)) return true;
    }
  }
  if (const auto* members = json.members()) {
    for (const auto& [name, value] : *members) {
      if (holds_secret(value)) return true;
    }
  }
  return false;
}

}  // namespace jwtkeep::jose

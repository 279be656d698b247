// Claims as `parse_json` gives them, for `ClaimsCheck`. Internal to this room.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/jose/claims_check.hpp"

namespace jwtkeep::jose {

struct JsonClaims {
  const base::Json& object;

  [[nodiscard]] const base::Json* find(std::string_view name) const { return object.find(name); }
  [[nodiscard]] const base::Json* find(KnownClaim claim) const { return object.find(name(claim)); }

  static double number(const base::Json& value) { return value.number(); }
  static std::optional<std::string_view> text(const base::Json& value) {
    if (value.string() == nullptr) return std::nullopt;
    return std::string_view(*value.string());
  }
  template <class Each>
  static bool for_each_text(const base::Json& value, Each&& each) {
    if (const auto* one = value.string()) {
      each(std::string_view(*one));
      return true;
    }
    const auto* items = value.items();
    const auto is_text = [](const base::Json& item) { return item.string() != nullptr; };
    if (items == nullptr || !std::ranges::all_of(*items, is_text)) return false;
    for (const auto& item : *items) each(std::string_view(*item.string()));
    return true;
  }
};

}  // namespace jwtkeep::jose

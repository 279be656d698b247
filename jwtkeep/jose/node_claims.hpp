// Claims of the common shape, for `ClaimsCheck`. Internal to this room.
#pragma once

#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "jwtkeep/base/json_nodes.hpp"
#include "jwtkeep/jose/claims_check.hpp"
#include "jwtkeep/jose/verified_view.hpp"

namespace jwtkeep::jose {

/// A name of three characters and the quote behind it as one number.
constexpr std::uint32_t with_quote(const char (&name)[4]) noexcept {
  return std::bit_cast<std::uint32_t>(std::array{name[0], name[1], name[2], '"'});
}

/// Where the claims that are always looked for stand among the nodes of an object.
inline KnownNodes find_known(const char* text, const base::JsonNode* nodes) noexcept {
  KnownNodes known{};
  const auto set = [&](KnownClaim claim, std::uint32_t node) { known[static_cast<std::size_t>(claim)] = node; };
  // Most values are one node: where the next one is need then not be waited for.
  const auto after = [&](std::uint32_t i) { return nodes[i].next == i + 1 ? i + 1 : nodes[i].next; };
  for (std::uint32_t i = 1; i < nodes[0].next; i = after(i)) {
    // All six names have three characters; no other name has a quote for its fourth.
    std::uint32_t word = 0;
    std::memcpy(&word, text + nodes[i].name_at, sizeof word);
    switch (word) {
      case with_quote("exp"): set(KnownClaim::exp, i); break;
      case with_quote("nbf"): set(KnownClaim::nbf, i); break;
      case with_quote("iat"): set(KnownClaim::iat, i); break;
      case with_quote("iss"): set(KnownClaim::iss, i); break;
      case with_quote("aud"): set(KnownClaim::aud, i); break;
      case with_quote("sub"): set(KnownClaim::sub, i); break;
      default: break;
    }
  }
  return known;
}

class NodeClaims {
 public:
  NodeClaims(const char* text, const base::JsonNode* nodes, const KnownNodes& known) noexcept
      : text_(text), nodes_(nodes), known_(known) {}

  [[nodiscard]] std::optional<base::JsonView> find(KnownClaim claim) const noexcept {
    const auto node = known_[static_cast<std::size_t>(claim)];
    if (node == 0) return std::nullopt;
    return base::JsonView(text_, nodes_, node);
  }
  [[nodiscard]] std::optional<base::JsonView> find(std::string_view name) const noexcept {
    return base::JsonView(text_, nodes_, 0).find(name);
  }

  static double number(const base::JsonView& value) noexcept {
    const auto integer = value.integer();
    return integer ? static_cast<double>(*integer) : std::numeric_limits<double>::quiet_NaN();
  }
  static std::optional<std::string_view> text(const base::JsonView& value) noexcept { return value.string(); }
  template <class Each>
  static bool for_each_text(const base::JsonView& value, Each&& each) {
    if (const auto one = value.string()) {
      each(*one);
      return true;
    }
    bool texts = value.kind() == base::JsonNode::Kind::array;
    value.for_each([&](const base::JsonView& item) { texts = texts && item.string().has_value(); });
    if (!texts) return false;
    value.for_each([&](const base::JsonView& item) { each(*item.string()); });
    return true;
  }

 private:
  const char* text_;
  const base::JsonNode* nodes_;
  const KnownNodes& known_;
};

}  // namespace jwtkeep::jose

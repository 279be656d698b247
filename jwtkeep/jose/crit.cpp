#include "jwtkeep/jose/crit.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace jwtkeep::jose {
namespace {

using base::fail;
using base::Reason;

// RFC 7515 section 4.1; RFC 7518 defines none for JWS.
constexpr std::array<std::string_view, 11> kRegistered = {"alg", "jku",      "jwk", "kid", "x5u", "x5c",
                                                          "x5t", "x5t#S256", "typ", "cty", "crit"};

std::unexpected<base::Error> malformed(std::string_view what) {
  return fail(Reason::malformed, "the header's \"crit\" " + std::string(what) + " (RFC 7515 section 4.1.11)");
}

}  // namespace

bool is_registered_parameter(std::string_view name) noexcept {
  return std::ranges::find(kRegistered, name) != kRegistered.end();
}

base::Result<std::vector<std::string>> read_crit(const base::Json& protected_header) {
  std::vector<std::string> names;
  const auto* crit = protected_header.find("crit");
  if (crit == nullptr) return names;
  const auto* items = crit->items();
  if (items == nullptr || items->empty()) return malformed("is not an array of some names");
  std::set<std::string_view> seen;  // a stranger chooses how many there are
  for (const auto& item : *items) {
    const auto* name = item.string();
    if (name == nullptr) return malformed("holds what is not a string");
    if (!seen.insert(*name).second) return malformed("names one extension twice");
    if (is_registered_parameter(*name)) return malformed("names what every reader has to understand anyway");
    names.push_back(*name);
  }
  if (const auto* members = protected_header.members()) {
    for (const auto& [name, value] : *members) seen.erase(name);
  }
  if (!seen.empty()) return malformed("names an extension that is not in the protected header");
  return names;
}

base::Result<void> check_understood(std::span<const std::string> crit, std::span<const std::string> understood) {
  for (const auto& name : crit) {
    if (std::ranges::find(understood, name) != understood.end()) continue;
    const bool tellable = name.size() <= 32 && base::is_printable_ascii(base::as_bytes(name));
    return fail(Reason::crit_unsupported,
                "the header's \"crit\" asks for an extension that is not understood here" +
                    (tellable ? ": \"" + name + "\"" : std::string()),
                "whoever does not understand an extension that is critical has to refuse (RFC 7515 section 4.1.11)");
  }
  return {};
}

}  // namespace jwtkeep::jose

#include "cli/every_keyring.hpp"

#include <algorithm>

#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

base::Result<std::vector<keyring::Name>> synced_keyrings(store::Store& store, const std::string& text) {
  std::vector<keyring::Name> found;
  if (!text.empty()) {
    JWTKEEP_TRY(auto name, keyring::Name::parse(text));
    JWTKEEP_CHECK(store.keyring(name));
    found.push_back(std::move(name));
    return found;
  }
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto names, store.names("", after, kPage));
    for (const auto& name : names) {
      JWTKEEP_TRY(const auto destinations, store.destinations(name));
      if (std::ranges::any_of(destinations, [](const auto& one) { return rotate::is_synced(one); })) {
        found.push_back(name);
      }
    }
    if (names.size() < kPage) return found;
    after = names.back().text();
  }
}

}  // namespace jwtkeep::cli

#include "cli/every_keyring.hpp"

#include <algorithm>

#include "cli/keyring_called.hpp"
#include "jwtkeep/rotate/synced.hpp"

namespace jwtkeep::cli {
namespace {

constexpr std::size_t kPage = 1000;

}  // namespace

base::Result<void> for_each_keyring(store::Store& store,
                                    const std::function<base::Result<void>(const keyring::Name&)>& each) {
  std::string after;
  while (true) {
    JWTKEEP_TRY(const auto names, store.names("", after, kPage));
    for (const auto& name : names) JWTKEEP_CHECK(each(name));
    if (names.size() < kPage) return {};
    after = names.back().text();
  }
}

base::Result<std::vector<keyring::Name>> synced_keyrings(store::Store& store, const std::string& text) {
  std::vector<keyring::Name> found;
  if (!text.empty()) {
    JWTKEEP_TRY(auto name, keyring::Name::parse(text));
    JWTKEEP_CHECK(keyring_called(store, name));
    found.push_back(std::move(name));
    return found;
  }
  JWTKEEP_CHECK(for_each_keyring(store, [&](const keyring::Name& name) -> base::Result<void> {
    const auto destinations = store.destinations(name);
    // One that was tampered with keeps no other from its places; whoever reads it says so.
    const bool tampered = !destinations && destinations.error().reason == base::Reason::tampered;
    if (!destinations && !tampered) return std::unexpected(destinations.error());
    if (tampered || std::ranges::any_of(*destinations, [](const auto& one) { return rotate::is_synced(one); })) {
      found.push_back(name);
    }
    return {};
  }));
  return found;
}

}  // namespace jwtkeep::cli

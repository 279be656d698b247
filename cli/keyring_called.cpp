#include "cli/keyring_called.hpp"

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::cli {
namespace {

/// A hint is not worth reading the names of a huge store.
constexpr std::size_t kMostCompared = 5000;

std::vector<std::string> texts(const base::Result<std::vector<keyring::Name>>& names) {
  std::vector<std::string> all;
  if (!names) return all;
  for (const auto& name : *names) all.push_back(name.text());
  return all;
}

}  // namespace

base::Error with_near_keyrings(store::Store& store, const std::string& typed, base::Error error) {
  if (error.reason != base::Reason::not_found) return error;
  auto names = texts(store.names("", "", kMostCompared));
  if (!typed.contains('/')) {
    for (auto& name : names) name.resize(name.find('/'));  // a service alone: of `doctor oders`
    names.erase(std::ranges::unique(names).begin(), names.end());
  }
  auto near = base::near_words(names, typed);
  // The same service in other environments.
  constexpr std::size_t kMostNamed = 3;
  if (near.empty()) near = texts(store.names(typed.substr(0, typed.find('/')) + "/", "", kMostNamed));
  error.hint = base::did_you_mean(near, error.hint);
  return error;
}

base::Result<keyring::Keyring> keyring_called(store::Store& store, const keyring::Name& name) {
  auto ring = store.keyring(name);
  if (!ring) return std::unexpected(with_near_keyrings(store, name.text(), std::move(ring).error()));
  return ring;
}

}  // namespace jwtkeep::cli

// All keyrings of a store in memory, kept up with what others change.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jwtkeep/base/text_hash.hpp"
#include "jwtkeep/server/served_ring.hpp"

namespace jwtkeep::server {

/// The newest of each keyring that could be read. It goes on answering when the store is out of reach; what was not
/// read until then, or was tampered with, is answered by the error. Any thread may ask and have
/// it catch up; one loads.
class Rings {
 public:
  /// What happened since: entries of the audit trail in their order, none twice.
  using Told = std::function<void(const store::TrailEntry&)>;

  explicit Rings(store::Store& store) : store_(store) {}

  /// Reads all of them. Errors: those of the store's lists; a keyring that cannot be read is remembered with its error.
  base::Result<void> load();

  /// Reads again what the audit trail says was changed since, and tells of each entry. Cheap where there is none.
  /// Errors: those of the store, `chain_broken`; the next call goes on from the same entry.
  base::Result<void> catch_up(const Told& told = {});

  /// Errors: `not_found`; the error with which it could not be read.
  [[nodiscard]] base::Result<std::shared_ptr<const ServedRing>> find(std::string_view name) const;

  /// Names in order, after `after`, at most `limit`.
  [[nodiscard]] std::vector<std::string> names(std::string_view prefix, std::string_view after,
                                               std::size_t limit) const;
  [[nodiscard]] std::size_t size() const;

 private:
  using Entry = base::Result<std::shared_ptr<const ServedRing>>;

  /// What is there stays where the store cannot be reached. Errors: then.
  base::Result<void> read_again(const std::vector<keyring::Name>& names);
  void put(const std::string& name, Entry entry);

  store::Store& store_;
  std::mutex catching_up_;
  std::uint64_t seen_ = 0;  ///< the trail's entries up to this one are in `rings_`
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, Entry, base::TextHash, std::equal_to<>> rings_;
};

}  // namespace jwtkeep::server

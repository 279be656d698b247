// Stores with as many keyrings as a promise speaks of.
#pragma once

#include <cstddef>
#include <string>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::bench {

/// A temporary folder with a store and its key file; both go away with it.
class ManyKeyrings {
 public:
  /// `count` HS256 keyrings called `service-N/prod`, each with an active and a standby key, made at `at`.
  ManyKeyrings(std::size_t count, base::Instant at);
  ~ManyKeyrings();
  ManyKeyrings(const ManyKeyrings&) = delete;
  ManyKeyrings& operator=(const ManyKeyrings&) = delete;

  [[nodiscard]] store::Store& store() { return *store_; }
  [[nodiscard]] std::string store_path() const { return folder_ + "/store.db"; }
  [[nodiscard]] std::string key_path() const { return folder_ + "/store.key"; }
  /// What opens the store.
  [[nodiscard]] const store::Opener& opener() const { return *opener_; }
  /// Closes the store, so that others may use it alone.
  void close() { store_.reset(); }

 private:
  std::string folder_;
  std::optional<store::Opener> opener_;
  std::optional<store::Store> store_;
};

}  // namespace jwtkeep::bench

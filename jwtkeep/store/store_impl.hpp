// An open store's parts.
#pragma once

#include <memory>

#include "jwtkeep/store/store.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

class Store::Impl {
 public:
  Impl(std::unique_ptr<Backend> backend, StoreKeys keys) : backend_(std::move(backend)), keys_(std::move(keys)) {}

  [[nodiscard]] Backend& backend() noexcept { return *backend_; }
  [[nodiscard]] const StoreKeys& keys() const noexcept { return keys_; }

  /// Runs `work` in a reading transaction and gives its value.
  template <class Value, class Work>
  base::Result<Value> read(Work work) {
    std::optional<Value> value;
    JWTKEEP_CHECK(backend_->read([&](Transaction& transaction) -> base::Result<void> {
      JWTKEEP_TRY(value, work(transaction));
      return {};
    }));
    return *std::move(value);
  }

 private:
  std::unique_ptr<Backend> backend_;
  StoreKeys keys_;
};

}  // namespace jwtkeep::store

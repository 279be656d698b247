// An open store's parts.
#pragma once

#include <memory>

#include "jwtkeep/store/slot.hpp"
#include "jwtkeep/store/store.hpp"
#include "jwtkeep/store/store_keys.hpp"

namespace jwtkeep::store {

class Store::Impl {
 public:
  Impl(std::unique_ptr<Backend> backend, StoreKeys keys, OpenedSlot opened)
      : backend_(std::move(backend)), keys_(std::move(keys)), opened_(std::move(opened)) {}

  [[nodiscard]] Backend& backend() noexcept { return *backend_; }
  [[nodiscard]] const StoreKeys& keys() const noexcept { return keys_; }
  /// How it was opened, and the master key: for sealing it under another opener.
  [[nodiscard]] const OpenedSlot& opened() const noexcept { return opened_; }

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
  OpenedSlot opened_;
};

}  // namespace jwtkeep::store

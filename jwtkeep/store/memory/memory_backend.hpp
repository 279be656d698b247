// Rows in memory: for tests, and for whatever needs a store that leaves nothing behind.
#pragma once

#include <memory>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// Rows that several `MemoryBackend`s may look at, as several processes look at one file.
struct MemoryRows;

class MemoryBackend final : public Backend {
 public:
  MemoryBackend();
  /// Another opener of the same rows.
  explicit MemoryBackend(std::shared_ptr<MemoryRows> rows);
  ~MemoryBackend() override;

  [[nodiscard]] const std::shared_ptr<MemoryRows>& rows() const noexcept { return rows_; }

  base::Result<void> read(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<void> write(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<std::uint64_t> generation() override;
  base::Result<void> check_container() override { return {}; }
  [[nodiscard]] std::string place() const override { return "memory"; }

 private:
  std::shared_ptr<MemoryRows> rows_;
};

}  // namespace jwtkeep::store

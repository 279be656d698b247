// `Changes` for a backend whose container cannot call: asks for the generation again and again.
#pragma once

#include <cstdint>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

class PollingChanges final : public Changes {
 public:
  /// From the generation on that is now. `backend` has to live as long. Errors: those of `generation()`.
  static base::Result<std::unique_ptr<Changes>> of(Backend& backend);

  PollingChanges(Backend& backend, std::uint64_t generation) : backend_(backend), generation_(generation) {}
  base::Result<bool> wait(std::chrono::milliseconds limit) override;

 private:
  Backend& backend_;
  std::uint64_t generation_;
};

}  // namespace jwtkeep::store

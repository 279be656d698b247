// Who was refused what: for the audit trail.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/store/store.hpp"

namespace jwtkeep::server {

struct Denial {
  std::string who;           ///< a principal's name, or an address
  std::string verb;          ///< what was wanted, or `enter`
  std::string keyring = {};  ///< empty: of none
  std::string why = {};      ///< a reason's word
  friend auto operator<=>(const Denial&, const Denial&) = default;
};

/// Gathers denials, so that a flood of them is one entry with a count rather than a flood of entries. Any thread.
class Denials {
 public:
  static constexpr std::size_t kMostKinds = 10'000;  ///< of different ones between two writings; more are counted alone

  void note(const Denial& denial, base::Instant now);
  /// Writes what was gathered, all in one transaction. What cannot be written is kept for the next time. Errors: those
  /// of the store.
  base::Result<void> write(store::Store& store, base::Instant now);

 private:
  struct Count {
    std::uint64_t times = 0;
    base::Instant first{};
    base::Instant last{};
  };
  using Gathered = std::map<Denial, Count>;

  std::mutex mutex_;
  Gathered gathered_;
  std::uint64_t beyond_ = 0;
};

}  // namespace jwtkeep::server

// Keeps away who guesses.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "jwtkeep/access/moment.hpp"
#include "jwtkeep/base/text_hash.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::access {

/// Counts refused access tokens by where they come from. A token has 256 bits, so that guessing leads nowhere; this
/// keeps it from costing anything, and has it told. Any thread may call.
class Lockout {
 public:
  static constexpr int kFree = 10;                                       ///< refusals in a row that cost nothing
  static constexpr base::Seconds kFirst = std::chrono::minutes{1};       ///< how long the first lock holds
  static constexpr base::Seconds kLongest = std::chrono::hours{1};       ///< each one after it is twice as long
  static constexpr base::Seconds kForgotten = std::chrono::minutes{10};  ///< after so long without a refusal
  static constexpr std::size_t kMostKnown = 10'000;                      ///< the longest quiet one makes room

  /// How long this address still has to wait; nothing while it may try.
  std::optional<base::Seconds> locked(std::string_view address, Moment now);
  /// A token was refused. Gives for how long the address is locked from now on, where this refusal locks it.
  std::optional<base::Seconds> refused(std::string_view address, Moment now);
  /// A token was accepted: all is forgiven.
  void accepted(std::string_view address);

 private:
  struct Known {
    std::string address;
    int refusals = 0;
    base::Seconds next_lock = kFirst;
    Moment last{};
    Moment locked_until{};
  };
  using Order = std::list<Known>;  ///< the one that was refused last is in front

  Order::iterator* find(std::string_view address);
  std::mutex mutex_;
  Order order_;
  std::unordered_map<std::string, Order::iterator, base::TextHash, std::equal_to<>> known_;
};

}  // namespace jwtkeep::access

// Looks for secrets in the memory of this very process.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::crypto {

/// Samples of secrets, kept in disguise so that the search does not find itself.
class MemoryScan {
 public:
  /// Watches 16 bytes from the middle of `secret`, in its order and reversed (as OpenSSL's numbers lie in memory).
  void watch(base::ByteView secret);

  struct Found {
    std::size_t ordinary = 0;  ///< in memory that a core dump holds
    std::size_t guarded = 0;   ///< in memory that is left out of core dumps
    std::string places;        ///< where the ordinary ones are, for a person
  };
  [[nodiscard]] Found run() const;

 private:
  static constexpr std::size_t kSampleBytes = 16;
  static constexpr std::uint64_t kMask = 0xa5a5'a5a5'a5a5'a5a5;

  struct Sample {
    std::uint64_t first = 0;  ///< both halves in disguise
    std::uint64_t last = 0;
    std::uint16_t next = 0;  ///< the number of another sample with the same first two bytes, counted from 1; or 0
  };

  void add(base::ByteView sample);
  [[nodiscard]] std::size_t count(base::ByteView bytes) const;

  std::vector<Sample> samples_;
  /// By the first two bytes in disguise: the number of the first sample of a chain, or 0. A sample that begins with two
  /// zeros, of which memory is full, must not have all others compared at each of them.
  std::vector<std::uint16_t> chains_ = std::vector<std::uint16_t>(65536, 0);
};

}  // namespace jwtkeep::crypto

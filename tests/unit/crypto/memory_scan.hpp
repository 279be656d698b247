// Looks for secrets in the memory of this very process.
#pragma once

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
  static constexpr std::uint8_t kMask = 0xa5;

  [[nodiscard]] std::size_t count(base::ByteView bytes) const;

  std::vector<base::Bytes> masked_;
};

}  // namespace jwtkeep::crypto

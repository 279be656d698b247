// The limit that signing and verifying with HS256 are measured against.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::bench {

/// HMAC-SHA-256 as libcrypto does it at best: the states after the key's two pads are saved, and copied for each
/// message. Nothing is allocated, parsed, encoded, compared or wiped.
class BareHmac {
 public:
  explicit BareHmac(base::ByteView key);
  BareHmac(const BareHmac&) = delete;
  BareHmac& operator=(const BareHmac&) = delete;
  ~BareHmac();

  using Tag = std::array<std::uint8_t, 32>;
  [[nodiscard]] Tag operator()(base::ByteView message) const;

 private:
  struct States;
  std::unique_ptr<States> states_;
};

}  // namespace jwtkeep::bench

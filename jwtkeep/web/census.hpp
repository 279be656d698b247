// How many connections there are, in all and of whom. Internal to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::web {

class Census {
 public:
  Census(std::size_t most, std::size_t most_of_one) : most_(most), most_of_one_(most_of_one) {}

  /// Whether there is room for one more; it is counted then. `address`: nothing for a Unix socket.
  bool enter(const std::optional<http::IpAddress>& address);
  void leave(const std::optional<http::IpAddress>& address) noexcept;
  [[nodiscard]] std::size_t count() const;

 private:
  using Site = std::array<std::uint8_t, 9>;  ///< the kind, then an IPv4 address or the first 64 bits of an IPv6 one
  static Site site_of(const http::IpAddress& address) noexcept;

  mutable std::mutex mutex_;
  std::size_t most_;
  std::size_t most_of_one_;
  std::size_t count_ = 0;
  std::map<Site, std::size_t> sites_;
};

}  // namespace jwtkeep::web

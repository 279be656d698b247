// IP addresses, and which of them lie on the public internet.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace jwtkeep::http {

/// An IPv4 or IPv6 address without port and zone.
class IpAddress {
 public:
  static IpAddress v4(std::span<const std::uint8_t, 4> bytes) noexcept;
  static IpAddress v6(std::span<const std::uint8_t, 16> bytes) noexcept;

  [[nodiscard]] bool is_v4() const noexcept { return size_ == 4; }
  /// In network order: 4 or 16.
  [[nodiscard]] std::span<const std::uint8_t> bytes() const noexcept { return {bytes_.data(), size_}; }
  [[nodiscard]] std::string text() const;  ///< RFC 5952; no brackets

  friend bool operator==(const IpAddress&, const IpAddress&) noexcept = default;

 private:
  IpAddress() = default;
  std::array<std::uint8_t, 16> bytes_{};
  std::size_t size_ = 0;
};

/// Four decimal numbers without leading zeros, or RFC 4291 section 2.2; no brackets, no zone.
std::optional<IpAddress> parse_ip_address(std::string_view text);

/// Why the address is none of the public internet (IANA's special-purpose registries, RFC 6890), such as "a loopback
/// address"; empty for a public one. An IPv4 address within an IPv6 one (mapped, NAT64) is judged as what it is; the
/// tunnels 6to4 and Teredo, and what IANA has not given out, are never public.
std::string_view why_not_public(const IpAddress& address) noexcept;

/// 127.0.0.0/8 and ::1; mapped ones too.
bool is_loopback(const IpAddress& address) noexcept;

}  // namespace jwtkeep::http

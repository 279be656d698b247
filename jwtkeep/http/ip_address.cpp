#include "jwtkeep/http/ip_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace jwtkeep::http {
namespace {

/// A range of addresses: those whose first `bits` bits are the prefix's.
struct Range {
  std::array<std::uint8_t, 16> prefix;
  int bits;
  std::string_view what;
};

constexpr std::string_view kPrivate = "a private address";
constexpr std::string_view kLinkLocal = "a link-local address";
constexpr std::string_view kLoopback = "a loopback address";
constexpr std::string_view kMulticast = "a multicast address";
constexpr std::string_view kUnspecified = "an address of this host or network";
constexpr std::string_view kDocumentation = "an address for documentation";
constexpr std::string_view kReserved = "a reserved address";

// IANA IPv4 Special-Purpose Address Registry.
constexpr std::array kNotPublicV4{
    Range{{0}, 8, kUnspecified},                                 // RFC 791
    Range{{10}, 8, kPrivate},                                    // RFC 1918
    Range{{100, 64}, 10, "a carrier's shared (CGNAT) address"},  // RFC 6598
    Range{{127}, 8, kLoopback},                                  // RFC 1122
    Range{{169, 254}, 16, kLinkLocal},                           // RFC 3927; clouds' metadata services
    Range{{172, 16}, 12, kPrivate},                              // RFC 1918
    Range{{192, 0, 0}, 24, kReserved},                           // RFC 6890
    Range{{192, 0, 2}, 24, kDocumentation},                      // RFC 5737
    Range{{192, 88, 99}, 24, "an address of the 6to4 tunnel"},   // RFC 7526
    Range{{192, 168}, 16, kPrivate},                             // RFC 1918
    Range{{198, 18}, 15, "an address for benchmarks"},           // RFC 2544
    Range{{198, 51, 100}, 24, kDocumentation},                   // RFC 5737
    Range{{203, 0, 113}, 24, kDocumentation},                    // RFC 5737
    Range{{224}, 4, kMulticast},                                 // RFC 1112
    Range{{240}, 4, kReserved},                                  // RFC 1112; with 255.255.255.255
};

// Outside of 2000::/3: names for what people meet there; all else is "reserved".
constexpr std::array kNamedV6{
    Range{{0xfc}, 7, kPrivate},                                               // RFC 4193
    Range{{0xfe, 0x80}, 10, kLinkLocal},                                      // RFC 4291
    Range{{0xfe, 0xc0}, 10, kPrivate},                                        // RFC 3879, site-local
    Range{{0xff}, 8, kMulticast},                                             // RFC 4291
    Range{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, kLoopback},  // RFC 4291
    Range{{0}, 128, kUnspecified},                                            // RFC 4291
};

// Within 2000::/3: IANA IPv6 Special-Purpose Address Registry.
constexpr std::array kNotPublicV6{
    Range{{0x20, 0x01, 0}, 23, kReserved},                     // RFC 2928; with Teredo, RFC 4380
    Range{{0x20, 0x01, 0x0d, 0xb8}, 32, kDocumentation},       // RFC 3849
    Range{{0x20, 0x02}, 16, "an address of the 6to4 tunnel"},  // RFC 3056
    Range{{0x3f, 0xff, 0}, 20, kDocumentation},                // RFC 9637
};

constexpr Range kGlobalV6{{0x20}, 3, {}};                                       // RFC 4291
constexpr Range kMapped{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, {}};    // RFC 4291 section 2.5.5.2
constexpr Range kNat64{{0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}, 96, {}};  // RFC 6052

bool within(std::span<const std::uint8_t> address, const Range& range) noexcept {
  const auto whole = static_cast<std::size_t>(range.bits) / 8;
  if (!std::ranges::equal(address.first(whole), std::span(range.prefix).first(whole))) return false;
  const int rest = range.bits % 8;
  return rest == 0 || (address[whole] >> (8 - rest)) == (range.prefix[whole] >> (8 - rest));
}

template <class Ranges>
std::string_view named_by(const Ranges& ranges, std::span<const std::uint8_t> address) noexcept {
  for (const Range& range : ranges) {
    if (within(address, range)) return range.what;
  }
  return {};
}

/// The IPv4 address that an IPv6 one carries, for an address that reaches it.
std::optional<IpAddress> carried(const IpAddress& address) noexcept {
  const auto bytes = address.bytes();
  if (address.is_v4() || (!within(bytes, kMapped) && !within(bytes, kNat64))) return std::nullopt;
  return IpAddress::v4(bytes.last<4>());
}

}  // namespace

IpAddress IpAddress::v4(std::span<const std::uint8_t, 4> bytes) noexcept {
  IpAddress address;
  address.size_ = bytes.size();
  std::ranges::copy(bytes, address.bytes_.begin());
  return address;
}

IpAddress IpAddress::v6(std::span<const std::uint8_t, 16> bytes) noexcept {
  IpAddress address;
  address.size_ = bytes.size();
  std::ranges::copy(bytes, address.bytes_.begin());
  return address;
}

std::string IpAddress::text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  ::inet_ntop(is_v4() ? AF_INET : AF_INET6, bytes_.data(), buffer.data(), buffer.size());
  return buffer.data();
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  if (text.contains('\0')) return std::nullopt;
  const std::string terminated(text);
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1) return IpAddress::v4(std::span(bytes).first<4>());
  if (::inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return IpAddress::v6(bytes);
  return std::nullopt;
}

std::string_view why_not_public(const IpAddress& address) noexcept {
  if (const auto inner = carried(address)) return why_not_public(*inner);
  if (address.is_v4()) return named_by(kNotPublicV4, address.bytes());
  if (within(address.bytes(), kGlobalV6)) return named_by(kNotPublicV6, address.bytes());
  const auto named = named_by(kNamedV6, address.bytes());
  return named.empty() ? kReserved : named;
}

bool is_loopback(const IpAddress& address) noexcept {
  // What a NAT64 leads to is the gateway's own loopback, not ours.
  const bool through_nat64 = !address.is_v4() && within(address.bytes(), kNat64);
  return !through_nat64 && why_not_public(address) == kLoopback;
}

}  // namespace jwtkeep::http

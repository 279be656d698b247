#include <algorithm>
#include <array>

#include "jwtkeep/scan/detect/der.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::uint8_t kInteger = 0x02, kOctetString = 0x04, kOid = 0x06, kSequence = 0x30;
constexpr std::uint8_t kParameters = 0xa0, kPublicKey = 0xa1;  // context tags of RFC 5915 section 3

struct Element {
  std::uint8_t tag;
  base::ByteView content;
};

struct Header {
  std::uint8_t tag;
  std::size_t header_size, content_size;
};

/// X.690 section 8.1; lengths of up to two bytes.
std::optional<Header> header_of(base::ByteView der) noexcept {
  if (der.size() < 2) return std::nullopt;
  const std::uint8_t first = der[1];
  if (first < 0x80) return Header{der[0], 2, first};
  if (first == 0x81 && der.size() >= 3) return Header{der[0], 3, der[2]};
  if (first == 0x82 && der.size() >= 4) return Header{der[0], 4, static_cast<std::size_t>(der[2] << 8 | der[3])};
  return std::nullopt;
}

/// Takes the first element off.
std::optional<Element> take(base::ByteView& rest) noexcept {
  const auto header = header_of(rest);
  if (!header || rest.size() - header->header_size < header->content_size) return std::nullopt;
  const Element element{header->tag, rest.subspan(header->header_size, header->content_size)};
  rest = rest.subspan(header->header_size + header->content_size);
  return element;
}

/// Of RSA, RSASSA-PSS (RFC 8017 appendix C), EC (RFC 5480), X25519 to Ed448 (RFC 8410 section 3).
bool names_key(base::ByteView oid) noexcept {
  constexpr std::array<std::uint8_t, 8> kPkcs1{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01};
  constexpr std::array<std::uint8_t, 7> kEc{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};
  if (std::ranges::equal(oid, kEc)) return true;
  if (oid.size() == 9 && std::ranges::equal(oid.first(8), kPkcs1)) return oid[8] == 0x01 || oid[8] == 0x0a;
  return oid.size() == 3 && oid[0] == 0x2b && oid[1] == 0x65 && oid[2] >= 0x6e && oid[2] <= 0x71;
}

bool is_pkcs8(const Element& algorithm, base::ByteView rest) noexcept {
  auto within = algorithm.content;
  const auto oid = take(within);
  if (!oid || oid->tag != kOid || !names_key(oid->content)) return false;
  const auto key = take(rest);
  return key && key->tag == kOctetString && key->content.size() >= 32;
}

/// Behind the version: n, e, d, p, q, dp, dq, qi.
bool is_pkcs1(const Element& modulus, base::ByteView rest) noexcept {
  if (modulus.content.size() < 32) return false;
  for (int i = 0; i < 7; ++i) {
    const auto number = take(rest);
    if (!number || number->tag != kInteger) return false;
  }
  return rest.empty();
}

bool is_sec1(const Element& scalar, base::ByteView rest) noexcept {
  if (scalar.content.size() < 20 || scalar.content.size() > 72) return false;
  while (!rest.empty()) {
    const auto more = take(rest);
    if (!more || (more->tag != kParameters && more->tag != kPublicKey)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::size_t> der_sequence_size(base::ByteView der) noexcept {
  const auto header = header_of(der);
  if (!header || header->tag != kSequence) return std::nullopt;
  return header->header_size + header->content_size;
}

bool is_private_key_der(base::ByteView der) noexcept {
  const auto outer = take(der);
  if (!outer || outer->tag != kSequence) return false;
  if (!std::ranges::all_of(der, [](std::uint8_t byte) { return byte == '\n' || byte == '\r'; })) return false;
  auto rest = outer->content;
  const auto version = take(rest);
  if (!version || version->tag != kInteger || version->content.size() != 1 || version->content[0] > 1) return false;
  const auto second = take(rest);
  if (!second) return false;
  if (second->tag == kSequence) return is_pkcs8(*second, rest);
  if (second->tag == kInteger) return is_pkcs1(*second, rest);
  return second->tag == kOctetString && version->content[0] == 1 && is_sec1(*second, rest);
}

}  // namespace jwtkeep::scan

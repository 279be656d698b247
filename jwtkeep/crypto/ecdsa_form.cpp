#include "jwtkeep/crypto/ecdsa_form.hpp"

#include <algorithm>

namespace jwtkeep::crypto {
namespace {

constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::size_t kLongLength = 0x80;

/// Writes one number from `at` on, and gives the place behind it.
std::uint8_t* write_integer(base::ByteView number, std::uint8_t* at) noexcept {
  while (number.size() > 1 && number.front() == 0) number = number.subspan(1);
  const bool padded = (number.front() & 0x80) != 0;  // else the number would be negative
  *at++ = kInteger;
  *at++ = static_cast<std::uint8_t>(number.size() + (padded ? 1 : 0));
  if (padded) *at++ = 0;
  return std::ranges::copy(number, at).out;
}

/// Takes one number off `rest`, into the whole of `target` with leading zeros.
bool read_integer(base::ByteView& rest, base::MutableByteView target) noexcept {
  if (rest.size() < 2 || rest[0] != kInteger || rest[1] >= kLongLength) return false;
  const std::size_t size = rest[1];
  if (rest.size() - 2 < size) return false;
  auto number = rest.subspan(2, size);
  rest = rest.subspan(2 + size);
  while (!number.empty() && number.front() == 0) number = number.subspan(1);
  if (number.size() > target.size()) return false;
  const auto zeros = target.size() - number.size();
  std::ranges::fill(target.first(zeros), std::uint8_t{0});
  std::ranges::copy(number, target.subspan(zeros).begin());
  return true;
}

}  // namespace

std::size_t ecdsa_to_der(base::ByteView raw, EcdsaDer& der) noexcept {
  const auto width = raw.size() / 2;
  std::array<std::uint8_t, sizeof(EcdsaDer)> numbers{};
  auto* end = write_integer(raw.first(width), numbers.data());
  end = write_integer(raw.subspan(width), end);
  const auto size = static_cast<std::size_t>(end - numbers.data());
  auto* at = der.data();
  *at++ = kSequence;
  if (size >= kLongLength) *at++ = 0x81;
  *at++ = static_cast<std::uint8_t>(size);
  at = std::copy(numbers.data(), end, at);
  return static_cast<std::size_t>(at - der.data());
}

bool ecdsa_from_der(base::ByteView der, base::MutableByteView raw) noexcept {
  if (der.size() < 2 || der[0] != kSequence) return false;
  const bool is_long = der[1] == 0x81 && der.size() > 2;
  auto rest = der.subspan(is_long ? 3 : 2);
  if ((is_long ? der[2] : der[1]) != rest.size()) return false;
  const auto width = raw.size() / 2;
  return read_integer(rest, raw.first(width)) && read_integer(rest, raw.subspan(width)) && rest.empty();
}

}  // namespace jwtkeep::crypto

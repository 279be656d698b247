#include "jwtkeep/crypto/concat_kdf.hpp"

#include <array>

#include "jwtkeep/crypto/evp.hpp"
#include "jwtkeep/crypto/message_digest.hpp"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::SecretBytes;

constexpr std::size_t kMaxSizeBytes = 1024;
constexpr std::size_t kDigestBytes = 32;

std::array<std::uint8_t, 4> big_endian(std::size_t number) {
  return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
          static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

void append_with_length(base::Bytes& info, ByteView bytes) {
  const auto length = big_endian(bytes.size());
  info.insert(info.end(), length.begin(), length.end());
  info.insert(info.end(), bytes.begin(), bytes.end());
}

}  // namespace

SecretBytes concat_kdf(const SecretBytes& z, std::string_view algorithm, ByteView apu, ByteView apv,
                       std::size_t size_bytes) {
  must(size_bytes <= kMaxSizeBytes);
  base::Bytes info;
  append_with_length(info, base::as_bytes(algorithm));
  append_with_length(info, apu);
  append_with_length(info, apv);
  const auto bits = big_endian(size_bytes * 8);
  info.insert(info.end(), bits.begin(), bits.end());

  base::SecretBuilder derived;
  for (std::size_t round = 1; derived.size() < size_bytes; ++round) {
    base::SecretBuilder message;
    message.append(ByteView(big_endian(round))).append(z).append(ByteView(info));
    SecretBytes digest(kDigestBytes);
    message.take().reveal([&](ByteView bytes) {
      digest.fill([&](base::MutableByteView target) {
        must(EVP_Digest(bytes.data(), bytes.size(), target.data(), nullptr, message_digest(Hash::sha256), nullptr) ==
             1);
      });
    });
    derived.append(digest);
  }
  auto key = derived.take();
  key.truncate(size_bytes);
  base::wipe_stack();
  return key;
}

}  // namespace jwtkeep::crypto

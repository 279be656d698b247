// Every SHA-256 kernel and HmacKey agree with libcrypto's HMAC, whatever the lengths of the messages side by side.
//
// An input is a list of messages: one byte for each tells its length (times three) and whether its tag is spoilt; the
// messages' bytes are the input's own, from a different start each.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "jwtkeep/crypto/hmac_lanes.hpp"
#include "jwtkeep/crypto/kernel/sha256/lanes.hpp"
#include "jwtkeep/crypto/mac.hpp"

namespace base = jwtkeep::base;
namespace crypto = jwtkeep::crypto;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto secret = base::SecretBytes::copy_of("a key of which nothing depends..");
  static const crypto::HmacKey key(crypto::Hash::sha256, secret);
  if (size == 0) return 0;
  const std::size_t count = std::min<std::size_t>(size, 40);
  std::vector<base::Bytes> messages;
  std::vector<base::Bytes> tags;
  std::vector<crypto::HmacKey> keys;
  std::vector<bool> expected;
  for (std::size_t i = 0; i < count; ++i) {
    base::Bytes message(std::size_t{data[i]} * 3);
    for (std::size_t at = 0; at < message.size(); ++at) message[at] = data[(at + i) % size];
    tags.push_back(crypto::hmac(crypto::Hash::sha256, secret, message));
    base::Bytes tag(32);
    key.tag(message, tag);
    if (tag != tags.back()) std::abort();
    const bool spoilt = data[i] % 3 == 0;
    if (spoilt) tags.back()[data[i] % 32] ^= static_cast<std::uint8_t>(1 + data[i] % 255);
    keys.push_back(key.for_messages_with(base::ByteView(message).first(message.size() / (1 + data[i] % 4))));
    messages.push_back(std::move(message));
    expected.push_back(!spoilt);
  }
  for (const auto& kernel : crypto::sha256::implementations()) {
    std::vector<crypto::HmacCheck> checks;
    for (std::size_t i = 0; i < count; ++i) checks.push_back({&keys[i], messages[i], tags[i]});
    if (!crypto::verify_hmac_sha256_with(kernel.name, checks)) continue;
    for (std::size_t i = 0; i < count; ++i) {
      if (checks[i].holds != expected[i]) std::abort();
    }
  }
  return 0;
}

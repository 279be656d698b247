#include "bench/bare_hmac.hpp"

#include <openssl/sha.h>

#include <algorithm>

// Deprecated, and the fastest that libcrypto has: EVP would allocate.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace jwtkeep::bench {

struct BareHmac::States {
  SHA256_CTX inner, outer;
};

BareHmac::BareHmac(base::ByteView key) : states_(std::make_unique<States>()) {
  std::array<std::uint8_t, SHA256_CBLOCK> block{};
  std::copy_n(key.begin(), std::min(key.size(), block.size()), block.begin());
  for (auto& byte : block) byte ^= 0x36;
  SHA256_Init(&states_->inner);
  SHA256_Update(&states_->inner, block.data(), block.size());
  for (auto& byte : block) byte ^= 0x36 ^ 0x5c;
  SHA256_Init(&states_->outer);
  SHA256_Update(&states_->outer, block.data(), block.size());
}

BareHmac::~BareHmac() = default;

BareHmac::Tag BareHmac::operator()(base::ByteView message) const {
  Tag tag;  // NOLINT(cppcoreguidelines-pro-type-member-init): written below
  SHA256_CTX context = states_->inner;
  SHA256_Update(&context, message.data(), message.size());
  SHA256_Final(tag.data(), &context);
  context = states_->outer;
  SHA256_Update(&context, tag.data(), tag.size());
  SHA256_Final(tag.data(), &context);
  return tag;
}

}  // namespace jwtkeep::bench

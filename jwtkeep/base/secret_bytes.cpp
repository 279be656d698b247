#include "jwtkeep/base/secret_bytes.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace jwtkeep::base {
namespace {

std::uint8_t* allocate_guarded(std::size_t size_bytes) {
  // sodium_init is idempotent and thread-safe; it must have run before sodium_malloc picks its canary.
  static const int initialised = sodium_init();
  void* memory = initialised < 0 ? nullptr : sodium_malloc(size_bytes);
  if (memory == nullptr) {
    // Going on without guarded memory would break the one promise of this type.
    static_cast<void>(
        std::fputs("jwtkeep: cannot get guarded memory for a secret (raise the address space or map limit)\n", stderr));
    std::abort();
  }
  return static_cast<std::uint8_t*>(memory);
}

}  // namespace

SecretBytes::SecretBytes(std::size_t size_bytes) : size_(size_bytes) {
  if (size_bytes == 0) return;
  data_ = allocate_guarded(size_bytes);
  std::memset(data_, 0, size_bytes);
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    sodium_free(data_);
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() {
  if (data_ != nullptr) sodium_free(data_);
}

SecretBytes SecretBytes::copy_of(ByteView source) {
  SecretBytes copy(source.size());
  copy.fill([&](MutableByteView target) { std::ranges::copy(source, target.begin()); });
  return copy;
}

void SecretBytes::truncate(std::size_t size_bytes) noexcept {
  if (size_bytes >= size_) return;
  sodium_memzero(data_ + size_bytes, size_ - size_bytes);
  size_ = size_bytes;
}

bool operator==(const SecretBytes& a, const SecretBytes& b) noexcept {
  if (a.size_ != b.size_) return false;
  return a.size_ == 0 || sodium_memcmp(a.data_, b.data_, a.size_) == 0;
}

SecretBuilder& SecretBuilder::append(ByteView piece) {
  if (piece.empty()) return *this;
  if (used_ + piece.size() > buffer_.size()) {
    SecretBytes larger(std::max<std::size_t>({64, buffer_.size() * 2, used_ + piece.size()}));
    larger.fill([this](MutableByteView target) {
      buffer_.reveal([&](ByteView source) { std::copy_n(source.begin(), used_, target.begin()); });
    });
    buffer_ = std::move(larger);
  }
  buffer_.fill(
      [&](MutableByteView target) { std::ranges::copy(piece, target.begin() + static_cast<std::ptrdiff_t>(used_)); });
  used_ += piece.size();
  return *this;
}

SecretBytes SecretBuilder::take() {
  buffer_.truncate(used_);
  used_ = 0;
  return std::exchange(buffer_, SecretBytes{});
}

}  // namespace jwtkeep::base

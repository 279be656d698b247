#include "jwtkeep/base/secret_bytes.hpp"

#include <sodium.h>

#include <algorithm>

#include "jwtkeep/base/secret_pool.hpp"

namespace jwtkeep::base {

SecretBytes::SecretBytes(std::size_t size_bytes) : size_(size_bytes), taken_(size_bytes) {
  if (size_bytes != 0) data_ = take_guarded(size_bytes);
}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this != &other) {
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    taken_ = std::exchange(other.taken_, 0);
  }
  return *this;
}

SecretBytes::~SecretBytes() { release(); }

void SecretBytes::release() noexcept {
  if (data_ != nullptr) give_back_guarded(data_, taken_);
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

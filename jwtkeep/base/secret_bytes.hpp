// The one type in which secret bytes live.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::base {

/// Secret bytes in guarded memory: locked against swapping, left out of core dumps, between inaccessible pages (small
/// ones several together, see secret_pool.hpp), wiped when freed. Move-only, never printable, compared in constant
/// time.
///
/// Reading is spelt `reveal(reader)`, so that one search lists every place where a secret is read.
/// Running out of lockable memory is not an error (the pages are then merely not locked); running out of
/// memory ends the program.
class SecretBytes {
 public:
  SecretBytes() noexcept = default;

  /// `size_bytes` zero bytes, to be filled by `fill`.
  explicit SecretBytes(std::size_t size_bytes);

  SecretBytes(SecretBytes&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        taken_(std::exchange(other.taken_, 0)) {}
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  /// A guarded copy. The caller still has to `wipe` the source.
  [[nodiscard]] static SecretBytes copy_of(ByteView source);
  [[nodiscard]] static SecretBytes copy_of(std::string_view source) { return copy_of(as_bytes(source)); }

  /// A second guarded copy, spelt out because it doubles the places where the secret stands.
  [[nodiscard]] SecretBytes clone() const { return copy_of(ByteView{data_, size_}); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }  ///< in bytes
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

  /// Calls `reader(ByteView)` and gives what it gives. The view must not outlive the call.
  template <class Reader>
  decltype(auto) reveal(Reader&& reader) const {
    return std::forward<Reader>(reader)(ByteView{data_, size_});
  }

  /// Calls `writer(MutableByteView)` on the whole buffer.
  template <class Writer>
  decltype(auto) fill(Writer&& writer) {
    return std::forward<Writer>(writer)(MutableByteView{data_, size_});
  }

  /// Forgets the bytes from `size_bytes` on (wiping them); does nothing when already as short.
  void truncate(std::size_t size_bytes) noexcept;

  /// Constant time in the content; the lengths are not secret.
  friend bool operator==(const SecretBytes& a, const SecretBytes& b) noexcept;

 private:
  void release() noexcept;

  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t taken_ = 0;  ///< the size it was made with; `truncate` leaves it
};

/// Builds a secret text or byte string piece by piece; no piece is ever left behind in ordinary memory.
class SecretBuilder {
 public:
  SecretBuilder& append(ByteView piece);
  SecretBuilder& append(std::string_view piece) { return append(as_bytes(piece)); }
  SecretBuilder& append(const SecretBytes& piece) {
    piece.reveal([this](ByteView bytes) { append(bytes); });
    return *this;
  }
  [[nodiscard]] std::size_t size() const noexcept { return used_; }

  /// The bytes so far; the builder is empty afterwards.
  [[nodiscard]] SecretBytes take();

 private:
  SecretBytes buffer_;
  std::size_t used_ = 0;
};

}  // namespace jwtkeep::base

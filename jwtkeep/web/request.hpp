// A request while and after it is read: bytes, and what they mean. Internal to this room.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/web/peer.hpp"
#include "jwtkeep/web/request_head.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::web {

/// Ordinary memory that is overwritten before it is given back: a head may hold an access token, a body a secret.
/// It is not guarded memory, of which a process can have only so many pieces (each takes several mappings): who opens
/// thousands of connections must not be able to use them up.
class WipedBytes {
 public:
  WipedBytes() = default;
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  ~WipedBytes() { wipe(); }

  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::string_view text() const noexcept { return {data_.get(), size_}; }
  [[nodiscard]] std::span<char> from(std::size_t at) noexcept { return {data_.get() + at, size_ - at}; }
  /// Room behind what is there, at least `size` bytes.
  std::span<char> room(std::size_t size);
  void grow_by(std::size_t size) noexcept;
  void shrink_to(std::size_t size) noexcept { size_ = size; }
  void wipe() noexcept;

 private:
  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t size_ = 0;
  std::size_t touched_ = 0;  ///< so much has held something
};

struct Request {
  WipedBytes bytes;  ///< the head, then the body
  RequestHead head;
  Target target;
  std::size_t head_size = 0;
  std::size_t body_size = 0;
  std::shared_ptr<const Peer> peer = nullptr;
  base::Instant arrival{};

  [[nodiscard]] std::string_view part(Place place) const noexcept { return place.in(bytes.text()); }
  [[nodiscard]] base::ByteView body() const noexcept {
    return base::as_bytes(bytes.text().substr(head_size, body_size));
  }
  void reset() noexcept;  ///< wiped, and ready for another; memory stays
};

/// Keeps requests that were served for those to come, so that an ordinary one needs no memory of its own. One for each
/// I/O thread; a request that ends on another thread is freed there.
class RequestPool {
 public:
  static constexpr std::size_t kMostKept = 64;
  static constexpr std::size_t kLargestKept = std::size_t{16} << 10;  ///< bytes of one

  RequestPool() = default;
  RequestPool(const RequestPool&) = delete;
  RequestPool& operator=(const RequestPool&) = delete;
  ~RequestPool() = default;

  /// From now on, the pool of the calling thread; null: none.
  static void use(RequestPool* pool) noexcept;
  static std::unique_ptr<Request> take();
  static void give_back(std::unique_ptr<Request> request) noexcept;

 private:
  std::vector<std::unique_ptr<Request>> kept_;
};

}  // namespace jwtkeep::web

// Turns the bytes of a connection into requests, wherever they come from. Internal to this room and its fuzz target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "jwtkeep/web/chunked.hpp"
#include "jwtkeep/web/refusal.hpp"
#include "jwtkeep/web/request.hpp"

namespace jwtkeep::web {

/// `advance` until it wants bytes; read some into `room`, tell how many by `took`, and so on. A request that is whole
/// is taken out, and the bytes behind it begin the next. After a refusal there is no next: nothing behind it is looked
/// at. Between requests it holds no memory.
class RequestReader {
 public:
  enum class State : std::uint8_t {
    idle,       ///< no byte of a request is there
    head,       ///< a part of its head
    head_done,  ///< its head and target are read; `begin_body` goes on
    body,       ///< a part of its body
    whole,      ///< to be taken
    refused,
  };

  explicit RequestReader(std::size_t most_head_bytes) : most_head_(most_head_bytes) {}
  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;
  ~RequestReader();

  [[nodiscard]] State state() const noexcept { return state_; }
  State advance();
  /// After `head_done`: how large a body is taken, in bytes. A larger one is refused with 413 before it is read.
  State begin_body(std::size_t most_bytes);

  std::span<char> room();
  void took(std::size_t size) noexcept;
  /// Gives back memory that `room` took where no byte came.
  void rest() noexcept;

  [[nodiscard]] const Request& request() const noexcept { return *request_; }  ///< from `head_done` on
  [[nodiscard]] bool has_body_bytes() const noexcept;  ///< some came, so none are waited for by Expect
  [[nodiscard]] std::size_t body_bytes() const noexcept { return body_read_; }
  [[nodiscard]] const Refusal& refusal() const noexcept { return *refusal_; }
  /// The head was read well enough to answer HEAD as it wants to be answered.
  [[nodiscard]] bool is_head_method() const noexcept { return is_head_method_; }

  /// For what the caller refuses, a request that came too slowly.
  void give_up(Refusal refusal) { refuse(std::move(refusal)); }

  std::unique_ptr<Request> take();

 private:
  State refuse(Refusal refusal);
  State read_head_bytes();
  State read_body_bytes();

  State state_ = State::idle;
  std::size_t most_head_;
  std::unique_ptr<Request> request_ = nullptr;
  std::size_t scanned_ = 0;    ///< of the head
  std::size_t body_read_ = 0;  ///< bytes that came for it, decoded
  std::optional<ChunkedBody> chunks_ = std::nullopt;
  std::optional<Refusal> refusal_ = std::nullopt;
  bool is_head_method_ = false;
};

}  // namespace jwtkeep::web

// What a stream is still to send, between the thread that has it and the one that sends. Internal to this room.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace jwtkeep::web {

class StreamQueue {
 public:
  /// `wake` is called, without the lock, when there is something new for the sending side; from any thread.
  StreamQueue(std::size_t most_bytes, std::function<void()> wake) : most_(most_bytes), wake_(std::move(wake)) {}

  bool send(std::string_view text);
  [[nodiscard]] bool is_open() const noexcept;
  void end() noexcept;

  /// The sending side's: everything queued goes into `text`, which is emptied before.
  enum class Next { nothing, text, end, cut };
  Next take(std::string& text);
  [[nodiscard]] bool has_overflowed() const noexcept;  ///< more is queued than may be: the connection is to be cut
  void close() noexcept;                               ///< nothing more will be sent

 private:
  mutable std::mutex mutex_;
  std::string queued_;
  std::size_t most_;
  bool ended_ = false;
  bool closed_ = false;
  bool overflowed_ = false;
  bool woken_ = false;  ///< since the last `take`
  std::function<void()> wake_;
};

}  // namespace jwtkeep::web

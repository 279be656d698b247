// A client that sends just the bytes it is told, for what no well-behaved one sends.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/web/listen.hpp"

namespace jwtkeep::web {

struct RawAnswer {
  int status = 0;
  std::string head;  ///< with its empty line
  std::string body;

  /// The field's value; empty where there is none. `name` as the server writes it.
  [[nodiscard]] std::string field(std::string_view name) const;
};

class RawClient {
 public:
  explicit RawClient(const Listen& server);

  [[nodiscard]] int fd() const noexcept { return socket_.get(); }
  /// False where the server has closed already.
  bool send(std::string_view bytes);
  void finish();  ///< sends no more
  void reset();   ///< ends the connection at once

  /// One answer with its body by Content-Length, or without any to HEAD. Status 0: the connection ended instead.
  RawAnswer receive(bool to_head = false);
  /// What comes until the server closes. Fails the test where that does not happen for a minute.
  std::string rest();
  /// Whether the server closes without sending anything more.
  bool is_closed() { return rest().empty(); }
  /// Waits until at least `size` bytes are there, and gives all of them without taking them.
  std::string peek(std::size_t size);

 private:
  bool fill();  ///< false at the end

  base::FileHandle socket_;
  std::string buffer_;
  bool ended_ = false;
};

/// `bytes` on a connection of its own, and everything that comes until the server closes it.
std::string ask_raw(const Listen& server, std::string_view bytes);

}  // namespace jwtkeep::web

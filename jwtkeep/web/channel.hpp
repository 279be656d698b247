// The bytes of one connection, with or without TLS; nothing here waits. Internal to this room.
#pragma once

#include <optional>
#include <span>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/crypto/tls_server.hpp"

namespace jwtkeep::web {

class Channel {
 public:
  Channel(base::FileHandle socket, std::optional<crypto::TlsSession> tls)
      : socket_(std::move(socket)), tls_(std::move(tls)) {}

  [[nodiscard]] int fd() const noexcept { return socket_.get(); }
  [[nodiscard]] bool is_tls() const noexcept { return tls_.has_value(); }

  /// Done at once without TLS.
  crypto::TlsStep handshake();
  [[nodiscard]] std::optional<crypto::ClientCertificate> client() const;
  crypto::TlsStep read(std::span<char> into);
  /// As much of both, one behind the other, as goes without waiting. What was given and not taken has to be given
  /// again, unchanged.
  crypto::TlsStep write(base::ByteView first, base::ByteView second);
  /// Says that nothing more will be sent, as far as that goes without waiting.
  void finish() noexcept;
  /// Throws away what the peer still sends, encrypted or not: at most `size` bytes.
  crypto::TlsStep discard(std::size_t size) noexcept;

 private:
  base::FileHandle socket_;
  std::optional<crypto::TlsSession> tls_;
};

}  // namespace jwtkeep::web

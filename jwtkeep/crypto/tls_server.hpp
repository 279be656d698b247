// The server's side of TLS (RFC 8446, RFC 5246). No OpenSSL type shows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::crypto {

struct TlsMaterial {
  std::string certificates;              ///< PEM: the server's own, then those that lead to its root
  base::SecretBytes key;                 ///< PEM, unencrypted: RSA or EC
  std::string client_ca = {};            ///< PEM: who may have signed a client's certificate. Empty: none is asked for
  bool client_certificate_must = false;  ///< a client without one is turned away
};

/// What a client's certificate says, once its chain was checked.
struct ClientCertificate {
  std::string subject;             ///< RFC 2253: `CN=orders,O=Example`
  std::vector<std::string> names;  ///< subjectAltName: `DNS:a.example`, `URI:spiffe://...`, `email:...`, `IP:192.0.2.1`
  std::string fingerprint;         ///< SHA-256 of its DER form, hex
};

struct TlsStep {
  enum class State : std::uint8_t {
    done,
    want_read,   ///< again, once the socket can be read
    want_write,  ///< again, once it can be written to
    closed,      ///< the peer has ended what it sends
    failed,
  };
  State state = State::done;
  std::size_t size = 0;  ///< bytes that were read or written
};

/// One connection on a socket that does not block and outlives it. It never waits and raises no SIGPIPE.
class TlsSession {
 public:
  TlsSession(TlsSession&&) noexcept;
  TlsSession& operator=(TlsSession&&) noexcept;
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession();

  TlsStep handshake();
  TlsStep read(std::span<char> into);
  /// A write that has to be repeated is given the same bytes.
  TlsStep write(base::ByteView bytes);
  /// Sends close_notify, as far as that goes without waiting.
  void finish() noexcept;
  /// After the handshake; nothing where none was shown.
  [[nodiscard]] std::optional<ClientCertificate> client() const;

 private:
  friend class TlsServer;
  struct Impl;
  explicit TlsSession(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

/// Certificate, key and rules, immutable; copies share them. TLS 1.2 with forward secrecy and authenticated ciphers
/// alone, and TLS 1.3. ALPN: `http/1.1`, which is also spoken with a client that offers nothing; one that offers only
/// others is turned away (RFC 7301 section 3.2). No session is resumed: each connection proves anew who it is, and no
/// ticket key has to be kept.
class TlsServer {
 public:
  /// Errors: `malformed`; `bad_value` for a key of another kind or that is not the certificate's, and for what
  /// OpenSSL's security level 2 finds too weak.
  static base::Result<TlsServer> make(const TlsMaterial& material);

  /// Nothing where memory is out.
  [[nodiscard]] std::optional<TlsSession> session(int socket) const;

 private:
  struct Impl;
  explicit TlsServer(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace jwtkeep::crypto

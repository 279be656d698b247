// What is ours to say about a TLS context that another library has made.
#pragma once

namespace jwtkeep::crypto {

/// Secrets that pass through this context are left nowhere: no key log is written, whatever `SSLKEYLOGFILE` says in the
/// environment (who could read it could read every credential sent), and what was decrypted is wiped once it is read.
/// `ssl_context` is an OpenSSL `SSL_CTX*`.
void guard_tls(void* ssl_context) noexcept;

}  // namespace jwtkeep::crypto

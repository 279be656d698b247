#include "jwtkeep/crypto/tls_context.hpp"

#include <openssl/ssl.h>

namespace jwtkeep::crypto {

void guard_tls(void* ssl_context) noexcept {
  auto* context = static_cast<SSL_CTX*>(ssl_context);
  SSL_CTX_set_keylog_callback(context, nullptr);
  SSL_CTX_set_options(context, SSL_OP_CLEANSE_PLAINTEXT);
}

}  // namespace jwtkeep::crypto

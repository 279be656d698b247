// This program prepares OpenSSL before main, as every program that holds keys has to.
#pragma once

namespace jwtkeep::crypto {

/// What `prepare_openssl` gave in this program.
bool prepared() noexcept;

}  // namespace jwtkeep::crypto

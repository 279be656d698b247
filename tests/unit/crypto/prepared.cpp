#include "prepared.hpp"

#include "jwtkeep/crypto/secure_heap.hpp"

namespace jwtkeep::crypto {
namespace {

// Before main, so that nothing of OpenSSL has allocated yet, whichever test runs first.
const bool kPrepared = prepare_openssl();

}  // namespace

bool prepared() noexcept { return kPrepared; }

}  // namespace jwtkeep::crypto

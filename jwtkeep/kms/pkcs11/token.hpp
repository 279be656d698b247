// Which token and which key a PKCS #11 address means, and whether one may log in there. Internal to this room: it holds
// PKCS #11's types.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/kms/pkcs11/module.hpp"
#include "jwtkeep/kms/pkcs11/uri.hpp"

namespace jwtkeep::kms {

/// A field of CK_TOKEN_INFO without the blanks (or NULs) that fill it, fit for a message.
std::string unpadded(const unsigned char* field, std::size_t size);

struct TokenInfo {
  CK_SLOT_ID slot = 0;
  std::string label;
  std::string manufacturer;
  std::string model;
  std::string serial;
  CK_FLAGS flags = 0;

  static TokenInfo of(CK_SLOT_ID slot, const CK_TOKEN_INFO& info);
};

/// Whether the address may mean this token.
bool matches(const Pkcs11Uri& uri, const TokenInfo& token);

/// The one token that the address means. Errors: `io_failed` (not there, with those that are), `bad_value` (several).
base::Result<TokenInfo> choose_token(const Pkcs11Uri& uri, const std::vector<TokenInfo>& tokens);

/// Whether a PIN may be tried, by the token's flags: a wrong one counts, and some tokens lock for ever. Errors:
/// `permission`: locked, one try left (which no program should take), no PIN set, or one that has to be changed.
base::Result<void> may_log_in(const TokenInfo& token);

/// What a refused login comes to; `flags` are the token's after it. Errors: always one.
base::Error login_refused(const TokenInfo& token, CK_RV value, CK_FLAGS flags);

}  // namespace jwtkeep::kms

// One signature over one text: made and checked by a JOSE key. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/jose/key.hpp"

namespace jwtkeep::jose {

/// Whether a header means this key. Errors: `alg_not_allowed` when its `alg` is not the key's (`none` is no key's),
/// `key_mismatch` when both have a `kid` and they differ.
base::Result<void> check_signer(std::string_view alg_name, const std::optional<std::string>& kid, const VerifyKey& key);

/// Whether the key made this signature of `signing_input`. Errors: `bad_signature`.
base::Result<void> check_signature(const VerifyKey& key, std::string_view signing_input, base::ByteView signature);

/// Errors: `internal`.
base::Result<base::Bytes> make_signature(const SigningKey& key, std::string_view signing_input);

}  // namespace jwtkeep::jose

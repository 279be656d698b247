// What a process gets of a keyring by its environment.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/destination/variable.hpp"
#include "jwtkeep/keyring/keyring.hpp"
#include "jwtkeep/keyring/material.hpp"

namespace jwtkeep::destination {

/// What the process does with the keys. Counts for asymmetric keyrings; whoever verifies a symmetric one can also sign.
enum class Role : std::uint8_t { signer, verifier };

/// A keyring and the material of its keys.
struct Held {
  keyring::Keyring keyring;
  /// Those that verify, in any order; others are passed over. For asymmetric keys and `Role::verifier` the material
  /// may be empty.
  std::vector<keyring::KeyWithMaterial> keys;
};

/// The variables of one keyring, each name beginning with `prefix`:
///
/// | name       | value                                                                                  |
/// |------------|----------------------------------------------------------------------------------------|
/// | `SECRET`   | symmetric: the active key's text in the policy's form; a signer's PKCS#8 PEM otherwise |
/// | `PUBLIC_KEY` | asymmetric: the active key's SPKI PEM                                                |
/// | `KID`, `ALG` | of the active key                                                                    |
/// | `FORM`     | symmetric: `text` or `bytes` (DESIGN, "Text or bytes")                                 |
/// | `JWKS`     | every key that still verifies, active first, then pending, then retiring: one line of JSON (RFC 7517
/// section 5). A symmetric key's `k` is its true bytes; of asymmetric keys the public members only | | `ISSUER`,
/// `AUDIENCE` | where the policy has them                                                    |
///
/// A verifier of an asymmetric keyring gets nothing private. Errors: `key_unknown` when no key is active, `not_found`
/// when material that is needed is missing, `bad_value` for a prefix that cannot begin a variable's name or a policy's
/// text that no environment can hold, and those of the keys themselves.
base::Result<std::vector<Variable>> variables(const Held& held, Role role, std::string_view prefix = "JWT_");

/// The variables of several keyrings for one process: with one keyring under `JWT_`, with more of them each under its
/// `prefix_for`. Errors: those of `variables`; `already_exists` when two keyrings would take the same names (`a.b/prod`
/// and `a-b/prod`) or one stands there twice.
base::Result<std::vector<Variable>> variables_of_all(const std::vector<Held>& held, Role role);

/// Tells the names of several keyrings apart: `ORDERS_PROD_JWT_` for `orders/prod`. A name that begins with a digit
/// gets a leading `_`.
std::string prefix_for(const keyring::Name& name);

}  // namespace jwtkeep::destination

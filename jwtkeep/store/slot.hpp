// A slot: the master key sealed under one opener.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/master_key.hpp"

namespace jwtkeep::store {

inline constexpr std::size_t kMasterKeyBytes = 32;

/// The slot's row. Errors: `bad_value` (cost, empty passphrase), `io_failed` (no memory for Argon2id).
base::Result<std::string> seal_slot(std::string_view store_id, const base::SecretBytes& master, const Opener& opener);

/// The master key, by the first slot that the opener opens. Errors: `wrong_passphrase`, `wrong_key_file`, `tampered`.
base::Result<base::SecretBytes> open_slots(std::string_view store_id, const std::vector<Row>& slots,
                                           const Opener& opener);

}  // namespace jwtkeep::store

// A slot: the master key sealed under one opener.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/master_key.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {

inline constexpr std::size_t kMasterKeyBytes = 32;
/// More rows than this are not looked at.
inline constexpr std::size_t kMostSlots = 64;

/// What a slot says of itself in the clear; bound into its seal, so unproved until it has been opened.
struct SlotHead {
  Opener::Kind kind = Opener::Kind::key_file;
  std::string id;            ///< of a key file, or a remote key's address; fit for a message
  base::Bytes salt = {};     ///< of a passphrase
  base::Bytes wrapped = {};  ///< of a remote key: what it made of the slot's own key
  PassphraseCost cost = {.operations = 0, .memory_bytes = 0};
};

/// Errors: `tampered`; `newer_format` for a kind that this jwtkeep does not know.
base::Result<SlotHead> read_slot_head(const RowReader& row);

/// The slot's row. Errors: `bad_value` (cost, empty passphrase), `io_failed` (no memory for Argon2id), those of
/// `KeyWrapper`; a remote key has then unwrapped what it wrapped: who may wrap alone would lock himself out.
base::Result<std::string> seal_slot(std::string_view store_id, const base::SecretBytes& master, const Opener& opener);

struct OpenedSlot {
  std::string slot;  ///< its row's key
  base::SecretBytes master;
};

/// The master key, by the first slot that the opener opens: of a remote key first those that have its very address,
/// then those of its kind, because one key may be reached by several addresses. Slots of kinds that are not known are
/// passed over. Errors: `wrong_passphrase`, `wrong_key_file`, `wrong_master_key`, `tampered`, those of `KeyWrapper`.
base::Result<OpenedSlot> open_slots(std::string_view store_id, const std::vector<Row>& rows, const Opener& opener);

}  // namespace jwtkeep::store

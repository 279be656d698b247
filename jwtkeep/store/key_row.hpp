// A key's row: what is known of it, and its sealed material.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/keyring/key.hpp"
#include "jwtkeep/keyring/name.hpp"
#include "jwtkeep/store/seal.hpp"

namespace jwtkeep::store {

struct KeyRow {
  keyring::Key key;
  std::optional<Sealed> sealed;  ///< nothing once the material is destroyed
};

std::string key_place(const keyring::Name& name, std::string_view kid);  ///< for messages
std::string row_key(const keyring::Name& name, std::string_view inner);  ///< `name|inner`

std::string write_key_row(const KeyRow& row);
/// Errors: `tampered`. That the row is the right one is for its digest and its seals to say.
base::Result<KeyRow> read_key_row(std::string place, std::string_view text);

/// The base64url of SHA-256 over a row's text: what a manifest holds of it.
std::string row_digest(std::string_view text);

}  // namespace jwtkeep::store

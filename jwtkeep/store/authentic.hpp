// Rows that carry their own MAC.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/store/row_reader.hpp"

namespace jwtkeep::store {

/// What a MAC is bound to beside the row's text.
struct Binding {
  std::string_view purpose;  ///< e.g. `jwtkeep-manifest-1`
  std::string_view store_id;
  std::string_view row;  ///< the row's key
};

/// The object's text with a last member `mac`: HMAC-SHA-256 over the binding and all before it.
std::string authenticate(const base::SecretBytes& key, const Binding& binding, const base::Json& object);

/// The row's members if its MAC holds; it is not even parsed otherwise. Errors: `tampered`, with `place`.
base::Result<RowReader> read_authentic(const base::SecretBytes& key, const Binding& binding, std::string place,
                                       std::string_view text);

}  // namespace jwtkeep::store

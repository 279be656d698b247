// What is of a whole store and of no keyring: one JSON value under a name, authenticated.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/store/backend.hpp"
#include "jwtkeep/store/store_keys.hpp"
#include "jwtkeep/store/trail_link.hpp"

namespace jwtkeep::store {

/// The row of `meta` that holds it.
std::string document_row(std::string_view name);

/// The document, checked by its MAC and by the digest that the head of the trail holds, so that an older one that was
/// put back shows; nothing where there was never one. Errors: `tampered`.
base::Result<std::optional<base::Json>> load_document(Transaction& transaction, const StoreKeys& keys, const Head& head,
                                                      std::string_view name);
/// Whether those that the head names are there, and no others. Errors: `tampered`.
base::Result<void> check_documents(Transaction& transaction, const StoreKeys& keys, const Head& head);
/// Puts it into its row, and its digest into `head`, which the caller saves. Errors: `bad_value` (a name that is none,
/// more than 1 MiB).
base::Result<void> put_document(Transaction& transaction, const StoreKeys& keys, Head& head, std::string_view name,
                                const base::Json& document);

}  // namespace jwtkeep::store

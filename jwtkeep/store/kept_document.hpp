// Values that a store keeps as documents (document.hpp), each with a `from_json` and a `to_json` of its own.
#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::store {

/// What the document says; an empty value where there was never one. Errors: those of `Value::from_json`.
template <class Value>
base::Result<Value> document_value(const std::optional<base::Json>& document) {
  if (!document) return Value{};
  return Value::from_json(*document);
}

/// The same as it stands in the store. Errors: those of the store, too.
template <class Value>
base::Result<Value> read_document(Store& store, std::string_view name) {
  JWTKEEP_TRY(const auto document, store.document(name));
  return document_value<Value>(document);
}

/// One change with its record, in one transaction. `work(Value&)` gives what is recorded of it, as
/// `base::Result<std::optional<TrailEvent>>`: nothing where nothing is to be changed. Errors: those of `work`, of
/// `Value::from_json` and of the store.
template <class Value, class Work>
base::Result<void> change_document(Store& store, std::string_view name, Work work) {
  return store.change([&](Change& change) -> base::Result<void> {
    JWTKEEP_TRY(const auto document, change.document(name));
    JWTKEEP_TRY(auto value, document_value<Value>(document));
    JWTKEEP_TRY(const std::optional<TrailEvent> event, work(value));
    if (!event) return {};
    JWTKEEP_CHECK(change.record(*event));
    return change.save_document(name, value.to_json());
  });
}

}  // namespace jwtkeep::store

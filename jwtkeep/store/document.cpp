#include "jwtkeep/store/document.hpp"

#include "jwtkeep/store/authentic.hpp"
#include "jwtkeep/store/key_row.hpp"
#include "jwtkeep/store/load.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

/// What a row's reader takes.
constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestName = 32;

Binding binding(const StoreKeys& keys, std::string_view row) {
  return {.purpose = "jwtkeep-document-1", .store_id = keys.id, .row = row};
}

std::string place(std::string_view name) { return "the store's document " + tellable(name); }

}  // namespace

std::string document_row(std::string_view name) { return "document:" + std::string(name); }

base::Result<std::optional<base::Json>> load_document(Transaction& transaction, const StoreKeys& keys, const Head& head,
                                                      std::string_view name) {
  const auto row = document_row(name);
  JWTKEEP_TRY(const auto text, transaction.get(Space::meta, row));
  const auto digest = head.documents.find(name);
  if (digest == head.documents.end()) {
    if (text) return tampered(place(name), "it was added by somebody else");
    return std::optional<base::Json>{};
  }
  if (!text) return tampered(place(name), "it is missing");
  if (row_digest(*text) != digest->second) return tampered(place(name), "an older one was put in its place");
  JWTKEEP_TRY(const auto reader, read_authentic(keys.manifest, binding(keys, row), place(name), *text));
  const auto* content = reader.json().find("content");
  if (content == nullptr) return reader.odd("content");
  return std::optional(*content);
}

base::Result<void> check_documents(Transaction& transaction, const StoreKeys& keys, const Head& head) {
  for (const auto& [name, digest] : head.documents) JWTKEEP_CHECK(load_document(transaction, keys, head, name));
  const auto prefix = document_row({});
  JWTKEEP_TRY(const auto rows, transaction.range(Space::meta, prefix, after_prefix(prefix), head.documents.size() + 1));
  for (const auto& row : rows) {
    const auto name = std::string_view(row.key).substr(prefix.size());
    if (!head.documents.contains(name)) return tampered(place(name), "it was added by somebody else");
  }
  return {};
}

base::Result<void> put_document(Transaction& transaction, const StoreKeys& keys, Head& head, std::string_view name,
                                const base::Json& document) {
  constexpr std::string_view kChars = "abcdefghijklmnopqrstuvwxyz";
  if (name.empty() || name.size() > kLongestName || name.find_first_not_of(kChars) != std::string_view::npos) {
    return fail(Reason::bad_value, "a document's name has 1 to 32 characters of a-z");
  }
  const auto row = document_row(name);
  const auto text = authenticate(keys.manifest, binding(keys, row), base::Json::object({{"content", document}}));
  if (text.size() > kMostBytes) return fail(Reason::bad_value, place(name) + " is longer than 1 MiB");
  head.documents.insert_or_assign(std::string(name), row_digest(text));
  return transaction.put(Space::meta, row, text);
}

}  // namespace jwtkeep::store

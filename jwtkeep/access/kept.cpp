#include "jwtkeep/access/kept.hpp"

namespace jwtkeep::access {
namespace {

constexpr std::string_view kDocument = "access";

base::Result<AccessList> read(const std::optional<base::Json>& document) {
  if (!document) return AccessList{};
  return AccessList::from_json(*document);
}

}  // namespace

base::Result<AccessList> read_access(store::Store& store) {
  JWTKEEP_TRY(const auto document, store.document(kDocument));
  return read(document);
}

base::Result<void> change_access(store::Store& store, const AccessChange& what, base::Instant now,
                                 const std::function<base::Result<void>(AccessList&)>& work) {
  return store.change([&](store::Change& change) -> base::Result<void> {
    JWTKEEP_TRY(const auto document, change.document(kDocument));
    JWTKEEP_TRY(auto list, read(document));
    JWTKEEP_CHECK(work(list));
    JWTKEEP_CHECK(
        change.record({.at = now, .actor = what.actor, .action = what.action, .keyring = {}, .detail = what.detail}));
    return change.save_document(kDocument, list.to_json());
  });
}

}  // namespace jwtkeep::access

#include "jwtkeep/access/kept.hpp"

#include "jwtkeep/store/kept_document.hpp"

namespace jwtkeep::access {
namespace {

constexpr std::string_view kDocument = "access";

}  // namespace

base::Result<AccessList> read_access(store::Store& store) { return store::read_document<AccessList>(store, kDocument); }

base::Result<void> change_access(store::Store& store, const AccessChange& what, base::Instant now,
                                 const std::function<base::Result<void>(AccessList&)>& work) {
  return store::change_document<AccessList>(
      store, kDocument, [&](AccessList& list) -> base::Result<std::optional<store::TrailEvent>> {
        JWTKEEP_CHECK(work(list));
        return store::TrailEvent{
            .at = now, .actor = what.actor, .action = what.action, .keyring = {}, .detail = what.detail};
      });
}

}  // namespace jwtkeep::access

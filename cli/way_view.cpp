#include "cli/way_view.hpp"

#include "cli/output.hpp"
#include "cli/session.hpp"

namespace jwtkeep::cli {

std::string describe(const store::WayIn& way) {
  switch (way.kind) {
    case store::Opener::Kind::key_file: return "a key file, id " + printable(way.id);
    case store::Opener::Kind::passphrase: return "a passphrase";
    case store::Opener::Kind::remote: break;
  }
  return printable(way.id);
}

base::Json way_json(const store::WayIn& way) {
  return base::Json::object({{"slot", way.slot},
                             {"kind", std::string(store::word(way.kind))},
                             {"id", way.id.empty() ? base::Json(nullptr) : base::Json(way.id)}});
}

base::Result<void> remove_way(store::Store& store, const store::WayIn& way, const std::string& kept) {
  return store.change([&](store::Change& change) -> base::Result<void> {
    auto detail = way_json(way);
    detail.set("stays", kept);
    JWTKEEP_CHECK(change.record({.at = Session::now(),
                                 .actor = Session::actor(),
                                 .action = "store.opener.remove",
                                 .keyring = {},
                                 .detail = std::move(detail)}));
    // Where another machine has taken it away meanwhile, that is what was wanted.
    JWTKEEP_CHECK(change.remove_way(way.slot, kept));
    return {};
  });
}

base::Result<void> remove_way(store::Store& store, const store::WayIn& way) {
  return remove_way(store, way, store.opened_by());
}

}  // namespace jwtkeep::cli

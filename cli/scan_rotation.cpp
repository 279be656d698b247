#include "cli/scan_rotation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/pushing.hpp"
#include "cli/view.hpp"
#include "jwtkeep/rotate/everywhere.hpp"

namespace jwtkeep::cli {
namespace {

ScanRotation rotate_one(store::Store& store, const scan::Owner& owner, destination::Opener& opener) {
  ScanRotation rotation{.keyring = owner.keyring, .kid = owner.kid, .done = {}, .failed = {}};
  const rotate::Request request{.name = owner.keyring, .actor = Session::actor(), .compromised = owner.kid};
  const auto everywhere = rotate::rotate_everywhere(pusher_on(store), request, opener);
  if (!everywhere) {
    rotation.failed = everywhere.error().what;
    return rotation;
  }
  rotation.done.push_back(
      fmt::format("{} of {} is compromised: refused here from now on", owner.kid, owner.keyring.text()));
  for (const auto& step : everywhere->rotation.taken) rotation.done.push_back(taken_sentence(step));
  if (everywhere->pushed.failed()) {
    rotation.failed = "not every destination has the new keys; run: jwtkeep sync push " + owner.keyring.text();
  }
  return rotation;
}

}  // namespace

std::vector<scan::Owner> keys_to_rotate(const std::vector<scan::Finding>& findings) {
  std::vector<scan::Owner> keys;
  for (const auto& finding : findings) {
    if (finding.token && !finding.token->cracked) continue;
    for (const auto& owner : finding.owners) {
      if (owner.by_kid_alone || !keyring::verifies(owner.state)) continue;
      if (std::ranges::find(keys, owner) == keys.end()) keys.push_back(owner);
    }
  }
  return keys;
}

base::Result<std::vector<ScanRotation>> rotate_found(const std::vector<scan::Owner>& keys, const Session& session) {
  std::vector<ScanRotation> rotations;
  if (keys.empty()) return rotations;
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto make_opener, openers({}));
  const auto opener = make_opener();
  for (const auto& key : keys) rotations.push_back(rotate_one(store, key, *opener));
  return rotations;
}

base::Json to_json(const std::vector<ScanRotation>& rotations) {
  auto list = base::Json::array();
  for (const auto& rotation : rotations) {
    auto done = base::Json::array();
    for (const auto& sentence : rotation.done) done.push(sentence);
    list.push(
        base::Json::object({{"keyring", rotation.keyring.text()},
                            {"kid", rotation.kid},
                            {"done", std::move(done)},
                            {"failed", rotation.failed.empty() ? base::Json(nullptr) : base::Json(rotation.failed)}}));
  }
  return list;
}

}  // namespace jwtkeep::cli

#include "jwtkeep/destination/vault/place.hpp"

#include <fmt/format.h>

#include "jwtkeep/base/whole_number.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::Error;
using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;
using State = VaultNewest::State;

/// One write, one more after a deletion was found or the first got lost, and one more where both happened.
constexpr int kMostWrites = 3;

Result<std::uint64_t> cas_over(const std::optional<Standing>& over) {
  if (!over) return 0;
  const auto version = base::whole_number<std::uint64_t>(over->version);
  if (!version || *version == 0) {
    return fail(Reason::bad_value, "what is to be written over was not read from a Vault");
  }
  return *version;
}

/// Whether only what stands there tells what the write came to: it met another version (perhaps its own, sent before),
/// or no answer of Vault came; one that is not Vault's may come from something in between.
bool has_to_be_looked_at(const Result<VaultAnswer>& answer) {
  if (!answer) return answer.error().reason == Reason::io_failed;
  switch (answer->verdict) {
    case VaultVerdict::conflict:
    case VaultVerdict::unclear:
    case VaultVerdict::senseless:
    case VaultVerdict::done: return true;  // done, and no version: that was not KV version 2
    default: return false;
  }
}

bool was_deleted(const VaultNewest& newest) {
  return newest.state == State::deleted || newest.state == State::destroyed;
}

}  // namespace

Result<SecretBytes> VaultPlace::render(const Held& held, Role role, std::string_view prefix) const {
  return ring_json(held, role, prefix);
}

Result<VaultNewest> VaultPlace::read_newest(const VaultRing& ring) {
  const auto call = destination::read_newest(ring);
  JWTKEEP_TRY(const auto answer, server_->ask(call));
  auto newest = read_newest_answer(answer);
  if (!newest) return std::unexpected(server_->explain(answer, call));
  return *std::move(newest);
}

Result<std::optional<Standing>> VaultPlace::read() {
  JWTKEEP_TRY(const auto ring, server_->ring(scope_, name_));
  JWTKEEP_TRY(auto newest, read_newest(ring));
  if (newest.state != State::standing) return std::nullopt;
  return Standing{.text = std::move(newest.text), .version = std::to_string(newest.version)};
}

Result<void> VaultPlace::write(const SecretBytes& text, const Marks& marks, const std::optional<Standing>& over) {
  JWTKEEP_TRY(const auto object, canonical_object(text));
  JWTKEEP_TRY(const auto cas, cas_over(over));
  JWTKEEP_TRY(const auto ring, server_->ring(scope_, name_));
  JWTKEEP_CHECK(put(ring, object, cas));
  mark(ring, marks);
  return {};
}

Result<void> VaultPlace::put(const VaultRing& ring, const SecretBytes& object, std::uint64_t cas) {
  const bool saw_nothing = cas == 0;
  Error trouble{};
  for (int count = 0; count < kMostWrites; ++count) {
    const auto call = write_newest(ring, object, cas);
    const auto answer = server_->ask(call);
    if (answer && read_written_answer(*answer)) return {};
    trouble = answer ? server_->explain(*answer, call) : answer.error();
    if (!has_to_be_looked_at(answer)) break;

    JWTKEEP_TRY(const auto newest, look_again(ring));
    if (newest.state == State::standing && newest.text == object) return {};
    if (newest.version == cas) continue;  // the same `cas` again: whatever of it still arrives counts once
    // Who saw nothing, and nothing stands there, has only to name the version that was deleted.
    if (saw_nothing && was_deleted(newest)) {
      cas = newest.version;
      continue;
    }
    trouble = server_->explain({.verdict = VaultVerdict::conflict}, call);
    break;
  }
  return std::unexpected(std::move(trouble));
}

Result<VaultNewest> VaultPlace::look_again(const VaultRing& ring) {
  auto newest = read_newest(ring);
  if (!newest && newest.error().reason == Reason::io_failed) {
    auto error = std::move(newest).error();
    error.hint = "whether it was written is not known, because it cannot be read back now; the next run looks";
    return std::unexpected(std::move(error));
  }
  return newest;
}

void VaultPlace::mark(const VaultRing& ring, const Marks& marks) {
  const auto call = write_marks(ring, marks);
  const auto answer = server_->ask(call);
  if (answer && answer->verdict == VaultVerdict::done) return;
  const auto why = answer ? server_->explain(*answer, call) : answer.error();
  notes_.push_back("the keys are written, their marks are not: " + why.what);
}

Result<void> VaultPlace::forget_older() {
  JWTKEEP_TRY(const auto ring, server_->ring(scope_, name_));
  const auto listing = list_versions(ring);
  JWTKEEP_TRY(const auto listed, server_->ask(listing));
  const auto versions = read_versions_answer(listed);
  if (!versions) return std::unexpected(server_->explain(listed, listing));
  if (versions->older.empty()) return {};
  const auto call = destroy_versions(ring, versions->older);
  JWTKEEP_TRY(const auto answer, server_->ask(call));
  if (answer.verdict != VaultVerdict::done) return std::unexpected(server_->explain(answer, call));
  return {};
}

Result<std::unique_ptr<Place>> open_vault_place(const Address& address, const Surroundings& surroundings, Paces& paces,
                                                std::map<std::string, std::shared_ptr<Server>>& servers) {
  JWTKEEP_TRY(auto settings, vault_settings(address, surroundings));
  JWTKEEP_TRY(auto known, kept_server<VaultServer>(servers["vault " + settings.key()], [&] {
                const auto pace = paces.of(settings.server.origin());
                return VaultServer::open(std::move(settings), surroundings, pace);
              }));
  return std::make_unique<VaultPlace>(std::move(known), address.scope, address.name);
}

}  // namespace jwtkeep::destination

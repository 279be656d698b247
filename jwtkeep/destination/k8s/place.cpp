#include "jwtkeep/destination/k8s/place.hpp"

#include <fmt/format.h>

#include "jwtkeep/destination/k8s/manifest_place.hpp"
#include "jwtkeep/destination/k8s/secret_data.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {

using base::Error;
using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;

namespace {

/// One, one more where the first got lost, and one more where managed fields had to be set before.
constexpr int kMostRounds = 3;

}  // namespace

Result<SecretBytes> KubePlace::render(const Held& held, Role role, std::string_view prefix) const {
  return render_data(held, role, prefix);
}

Result<std::optional<KubeSecret>> KubePlace::look() {
  const auto call = read_secret(ring_);
  JWTKEEP_TRY(const auto answer, server_->ask(call));
  if (answer.verdict == KubeVerdict::absent) return std::nullopt;
  auto secret = answer.verdict == KubeVerdict::done ? read_secret_answer(answer.body) : std::nullopt;
  if (!secret) return std::unexpected(server_->explain(answer, call));
  return secret;
}

Result<std::optional<KubeSecret>> KubePlace::look_again() {
  auto secret = look();
  if (!secret && secret.error().reason == Reason::io_failed) {
    auto error = std::move(secret).error();
    error.hint = "whether it was written is not known, because it cannot be read back now; the next run looks";
    return std::unexpected(std::move(error));
  }
  return secret;
}

Result<std::optional<Standing>> KubePlace::read() {
  JWTKEEP_TRY(auto secret, look());
  if (!secret) return std::nullopt;
  return Standing{.text = std::move(secret->text), .version = std::move(secret->version)};
}

std::unexpected<Error> KubePlace::changed() const {
  return std::unexpected(server_->explain({.verdict = KubeVerdict::conflict}, read_secret(ring_)));
}

Result<void> KubePlace::write(const SecretBytes& text, const Marks& marks, const std::optional<Standing>& over) {
  JWTKEEP_TRY(const auto object, canonical_object(text));
  JWTKEEP_TRY(const auto variables, members_of(object));
  JWTKEEP_TRY(auto seen, look());
  Error trouble{};
  for (int count = 0; count < kMostRounds; ++count) {
    // By the content: a label that somebody has set meanwhile is another version too. The version that is seen now is
    // the one that the server itself compares.
    const bool still = seen.has_value() == over.has_value() && (!seen || seen->text == over->text);
    if (!still) {
      if (seen && seen->text == object) return {};
      return changed();
    }
    JWTKEEP_TRY(auto round, seen ? replace(variables, marks, *seen) : create(variables, marks));
    if (round.done) return {};
    if (round.prepared) {
      seen = std::move(round.prepared);
      continue;
    }
    trouble = std::move(round.trouble);
    JWTKEEP_TRY(seen, look_again());
  }
  return std::unexpected(std::move(trouble));
}

Result<KubePlace::Round> KubePlace::create(const std::vector<Variable>& variables, const Marks& marks) {
  const auto call = create_secret(ring_, variables, marks);
  return round_of(call, server_->ask(call));
}

Result<void> KubePlace::check_changeable(const KubeSecret& seen) const {
  if (!seen.is_immutable && (seen.type.empty() || seen.type == "Opaque")) return {};
  return std::unexpected(server_->explain({.verdict = KubeVerdict::immutable}, read_secret(ring_)));
}

Result<KubePlace::Round> KubePlace::replace(const std::vector<Variable>& variables, const Marks& marks,
                                            const KubeSecret& seen) {
  JWTKEEP_CHECK(check_changeable(seen));
  if (!seen.managed_fields.is_null()) {
    const auto call = set_managers(ring_, seen.managed_fields, seen.version);
    const auto answer = server_->ask(call);
    JWTKEEP_TRY(auto round, round_of(call, answer));
    if (!round.done) return round;
    auto prepared = read_secret_answer(answer->body);
    // By the answer, not by another look: between the two another hand might have come.
    if (!prepared || !prepared->managed_fields.is_null()) {
      return std::unexpected(server_->explain({.verdict = KubeVerdict::senseless, .status = answer->status}, call));
    }
    return Round{.prepared = std::move(prepared)};
  }
  auto call = apply_secret(ring_, variables, marks, seen.version, false);
  auto answer = server_->ask(call);
  if (answer && answer->verdict == KubeVerdict::owned) {
    const auto managers = fmt::format("{}", fmt::join(answer->managers, ", "));
    call = apply_secret(ring_, variables, marks, seen.version, true);
    answer = server_->ask(call);
    if (answer && answer->verdict == KubeVerdict::done) {
      notes_.push_back(
          fmt::format("the Secret {} had values that {} manages; jwtkeep has taken them back", ring_.text(), managers));
    }
  }
  return round_of(call, answer);
}

/// What only a look tells: another version was met (perhaps jwtkeep's own, sent before), or no answer came.
Result<KubePlace::Round> KubePlace::round_of(const KubeCall& call, const Result<KubeAnswer>& answer) const {
  if (!answer) {
    if (answer.error().reason != Reason::io_failed) return std::unexpected(answer.error());
    return Round{.trouble = answer.error()};
  }
  switch (answer->verdict) {
    case KubeVerdict::done: return Round{.done = true};
    case KubeVerdict::absent:
    case KubeVerdict::exists:
    case KubeVerdict::conflict:
    case KubeVerdict::unclear:
    case KubeVerdict::senseless: return Round{.trouble = server_->explain(*answer, call)};
    default: return std::unexpected(server_->explain(*answer, call));
  }
}

Result<std::unique_ptr<Place>> open_kube_place(const Address& address, const Surroundings& surroundings, Paces& paces,
                                               std::map<std::string, std::shared_ptr<Server>>& servers) {
  JWTKEEP_CHECK(check_names(address.name, address.scope));
  if (const auto manifest = address.option("manifest")) {
    if (address.options.size() > 1) {
      return fail(Reason::bad_value, fmt::format("{} names a manifest's file and a cluster besides", address.text()),
                  "write the one or the other");
    }
    return std::make_unique<ManifestPlace>(*manifest, address.scope, address.name);
  }
  JWTKEEP_TRY(auto known, kept_server<KubeServer>(servers["k8s " + KubeServer::key_of(address)],
                                                  [&] { return KubeServer::open(address, surroundings, paces); }));
  return std::make_unique<KubePlace>(std::move(known), KubeRing{address.scope, address.name});
}

}  // namespace jwtkeep::destination

#include "jwtkeep/destination/aws/aws_place.hpp"

#include <algorithm>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

const std::string kCurrent = "AWSCURRENT";
const std::string kPending = "AWSPENDING";

constexpr std::size_t kMostBytes = 65'536;  // of SecretString (Secrets Manager quotas)
constexpr int kMostRounds = 3;              // against others who write at the same time

std::unexpected<base::Error> changed(const std::string& name) {
  return fail(Reason::busy, "the secret " + name + " was changed by another hand meanwhile",
              "look at what stands there, then write again");
}

std::map<std::string, std::string> tags_of(const Marks& marks) {
  return {{"managed-by", "jwtkeep"},
          {"jwtkeep-keyring", marks.keyring},
          {"jwtkeep-revision", std::to_string(marks.revision)}};
}

}  // namespace

Result<std::unique_ptr<Place>> AwsPlace::open(const Address& address, const Surroundings& surroundings, Paces& paces,
                                              std::shared_ptr<Server>& server) {
  JWTKEEP_TRY(auto known, kept_server<AwsServer>(
                              server, [&] { return AwsServer::open(kSecretsManager, address, surroundings, paces); }));
  return std::make_unique<AwsPlace>(std::move(known), address.name);
}

Result<base::SecretBytes> AwsPlace::render(const Held& held, Role role, std::string_view prefix) const {
  JWTKEEP_TRY(auto text, ring_json(held, role, prefix));
  if (text.size() > kMostBytes) {
    return fail(
        Reason::bad_value,
        "AWS Secrets Manager holds 65536 bytes in a secret, and this keyring has " + std::to_string(text.size()),
        "shorten the time for which old keys are kept, so that fewer keys verify at once");
  }
  return text;
}

Result<AwsAnswer> AwsPlace::call(std::string_view operation, Json parameters) {
  // CreateSecret alone calls it by another word.
  parameters.set(operation == "CreateSecret" ? "Name" : "SecretId", name_);
  return server_->call(operation, name_, parameters);
}

Result<std::optional<SecretState>> AwsPlace::describe() {
  JWTKEEP_TRY(const auto answer, call("DescribeSecret", Json::object()));
  if (answer.is(RefusalKind::not_found)) return std::nullopt;
  if (answer.refusal) return std::unexpected(server_->error_of(answer));
  JWTKEEP_TRY(auto state, read_secret_state(answer.body));
  return std::optional(std::move(state));
}

/// `by` is VersionStage or VersionId. Nothing where there is no such secret or version, or it is scheduled for
/// deletion.
Result<std::optional<SecretValue>> AwsPlace::value_of(std::string_view by, const std::string& which) {
  JWTKEEP_TRY(const auto answer, call("GetSecretValue", Json::object({{std::string(by), which}})));
  if (answer.is(RefusalKind::not_found)) return std::nullopt;
  if (answer.is(RefusalKind::bad_request)) {
    // Scheduled for deletion, or something that is no state of ours to mend.
    JWTKEEP_TRY(const auto state, describe());
    if (!state || state->deleted) return std::nullopt;
  }
  if (answer.refusal) return std::unexpected(server_->error_of(answer));
  JWTKEEP_TRY(auto value, read_secret_value(answer.body));
  return std::optional(std::move(value));
}

Result<std::optional<Standing>> AwsPlace::read() {
  JWTKEEP_TRY(auto value, value_of("VersionStage", kCurrent));
  if (!value) return std::nullopt;
  return Standing{std::move(value->text), std::move(value->version)};
}

/// Nothing where there is no secret of this name.
Result<std::optional<AwsPlace::Seen>> AwsPlace::look() {
  JWTKEEP_TRY(auto state, describe());
  if (!state) return std::nullopt;
  std::optional<SecretValue> value;
  if (!state->deleted) {
    JWTKEEP_TRY(value, value_of("VersionStage", kCurrent));
  }
  return Seen{std::move(*state), std::move(value)};
}

Result<void> AwsPlace::write(const base::SecretBytes& text, const Marks& marks, const std::optional<Standing>& over) {
  for (int round = 0; round < kMostRounds; ++round) {
    JWTKEEP_TRY(auto seen, look());
    if (!seen) {
      if (over) return changed(name_);
      JWTKEEP_TRY(const bool created, create(text, marks));
      if (created) return {};
      continue;  // somebody else did it: look again
    }
    const bool was_deleted = seen->state.deleted;
    if (was_deleted) {
      // What was scheduled for deletion stood there for nobody: it is no other hand's writing.
      if (over) return changed(name_);
      JWTKEEP_CHECK(restore());
      JWTKEEP_TRY(seen, look());
      if (!seen || seen->state.deleted) return changed(name_);
    }
    // Written before, by this very call or one whose end nobody saw.
    if (seen->value && seen->value->text == text) return finish(seen->value->version, marks, seen->state);
    const bool as_expected =
        was_deleted || (over ? seen->value && seen->value->version == over->version : !seen->value);
    if (!as_expected) return changed(name_);
    return replace(text, marks, *seen);
  }
  return changed(name_);
}

/// False where there is a secret of this name by now.
Result<bool> AwsPlace::create(const base::SecretBytes& text, const Marks& marks) {
  JWTKEEP_TRY(const auto answer, call("CreateSecret", Json::object({{"ClientRequestToken", marks.digest},
                                                                    {"Description", "A keyring of jwtkeep"},
                                                                    {"SecretString", Json(text.clone())}})));
  if (answer.is(RefusalKind::already_exists)) return false;
  if (answer.is(RefusalKind::bad_request)) {
    return fail(Reason::busy, "AWS is still deleting an older secret " + name_, "come again in a few minutes");
  }
  if (answer.refusal) return std::unexpected(server_->error_of(answer));
  JWTKEEP_TRY(const auto seen, look());
  if (!seen || !seen->value || !(seen->value->text == text)) return changed(name_);
  JWTKEEP_CHECK(tag(marks, seen->state));
  return true;
}

Result<void> AwsPlace::restore() {
  JWTKEEP_TRY(const auto answer, call("RestoreSecret", Json::object()));
  // Where it is not scheduled any more, another did it.
  if (answer.refusal && !answer.is(RefusalKind::bad_request)) return std::unexpected(server_->error_of(answer));
  notes_.push_back("the secret " + name_ + " was scheduled for deletion, and was restored");
  return {};
}

Result<void> AwsPlace::replace(const base::SecretBytes& text, const Marks& marks, const Seen& seen) {
  if (seen.state.rotation) {
    notes_.push_back("AWS's own rotation is switched on for the secret " + name_ +
                     ": it will overwrite the keyring; switch it off");
  }
  const auto pending = seen.state.holder(kPending);
  if (pending && *pending != marks.digest && (!seen.value || *pending != seen.value->version)) {
    // A rotation that began and has not ended. It cannot end any more once AWSCURRENT has moved, nor can ours if theirs
    // moves it first: whoever comes second is told so by AWS.
    JWTKEEP_CHECK(take_stage(kPending, *pending));
    notes_.push_back("AWSPENDING of the secret " + name_ + " stood on the version " + *pending +
                     ", which an unfinished rotation left there, and was taken from it");
  }
  JWTKEEP_CHECK(put_pending(text, marks.digest));
  // By its id: where the same content was there before, AWS leaves its stages as they are.
  JWTKEEP_TRY(const auto written, value_of("VersionId", marks.digest));
  if (!written)
    return fail(Reason::busy, "the version just written to the secret " + name_ + " is not there yet", "come again");
  if (!(written->text == text)) {
    return fail(Reason::destination_failed, "the secret " + name_ + " reads back as something else than was written");
  }
  JWTKEEP_CHECK(make_current(marks.digest, seen));
  JWTKEEP_TRY(const auto state, describe());
  if (!state) return changed(name_);
  return finish(marks.digest, marks, *state);
}

Result<void> AwsPlace::put_pending(const base::SecretBytes& text, const std::string& version) {
  JWTKEEP_TRY(const auto answer, call("PutSecretValue", Json::object({{"ClientRequestToken", version},
                                                                      {"SecretString", Json(text.clone())},
                                                                      {"VersionStages", Json::array({kPending})}})));
  if (answer.is(RefusalKind::already_exists)) {
    return fail(Reason::destination_failed,
                "the secret " + name_ + " has a version " + version + " with another content",
                "somebody has written under this keyring's digest: look into the account's trail (CloudTrail)");
  }
  if (answer.refusal) return std::unexpected(server_->error_of(answer));
  return {};
}

/// AWS itself compares: AWSCURRENT is moved only away from the version that was seen.
Result<void> AwsPlace::make_current(const std::string& version, const Seen& seen) {
  auto parameters = Json::object({{"VersionStage", kCurrent}, {"MoveToVersionId", version}});
  if (seen.value) parameters.set("RemoveFromVersionId", seen.value->version);
  JWTKEEP_TRY(const auto answer, call("UpdateSecretVersionStage", std::move(parameters)));
  if (!answer.refusal) return {};
  // Refused, or done by a first sending whose answer was lost.
  JWTKEEP_TRY(const auto state, describe());
  const auto holder = state ? state->holder(kCurrent) : std::nullopt;
  if (holder == version) return {};
  const auto before = seen.value ? std::optional(seen.value->version) : std::nullopt;
  if (holder != before) return changed(name_);
  return std::unexpected(server_->error_of(answer));
}

/// The version is AWSCURRENT; what the writing leaves besides is cleared away.
Result<void> AwsPlace::finish(const std::string& version, const Marks& marks, const SecretState& state) {
  const auto stages = state.stages.find(version);
  if (stages != state.stages.end() && stages->second.contains(kPending)) {
    JWTKEEP_CHECK(take_stage(kPending, version));
  }
  return tag(marks, state);
}

/// The tags are for people: a writer who may not set them has written all the same.
Result<void> AwsPlace::tag(const Marks& marks, const SecretState& state) {
  auto missing = Json::array();
  for (const auto& [key, value] : tags_of(marks)) {
    const auto there = state.tags.find(key);
    if (there == state.tags.end() || there->second != value)
      missing.push(Json::object({{"Key", key}, {"Value", value}}));
  }
  if (missing.items()->empty()) return {};
  const auto answer = call("TagResource", Json::object({{"Tags", std::move(missing)}}));
  if (!answer && answer.error().reason != Reason::permission) return std::unexpected(answer.error());
  if (!answer) notes_.push_back("the secret " + name_ + " was written without its tags: " + answer.error().what);
  if (answer && answer->refusal) {
    notes_.push_back("the secret " + name_ + " was written without its tags: " + server_->error_of(*answer).what);
  }
  return {};
}

/// False where the version has not had it.
Result<bool> AwsPlace::take_stage(const std::string& stage, const std::string& version) {
  JWTKEEP_TRY(const auto answer, call("UpdateSecretVersionStage",
                                      Json::object({{"VersionStage", stage}, {"RemoveFromVersionId", version}})));
  if (answer.is(RefusalKind::bad_parameter) || answer.is(RefusalKind::not_found)) return false;
  if (answer.refusal) return std::unexpected(server_->error_of(answer));
  return true;
}

Result<void> AwsPlace::forget_older() {
  for (int round = 0; round < kMostRounds; ++round) {
    JWTKEEP_TRY(const auto state, describe());
    if (!state || state->deleted) return {};
    const auto current = state->holder(kCurrent);
    bool clean = true;
    for (const auto& [version, stages] : state->stages) {
      if (version == current) continue;
      for (const auto& stage : stages) {
        // Without a current version the pending one may be the only one that is worth anything.
        if (stage == kCurrent || (!current && stage == kPending)) continue;
        clean = false;
        JWTKEEP_CHECK(take_stage(stage, version));
      }
    }
    if (clean) return {};
  }
  return fail(Reason::busy, "older versions of the secret " + name_ + " keep getting stages from another hand",
              "come again later");
}

}  // namespace jwtkeep::destination

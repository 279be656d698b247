#include "jwtkeep/destination/aws/secret_answers.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/ring_json.hpp"
#include "jwtkeep/http/ascii.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

std::unexpected<base::Error> not_understood(const char* operation, const char* why) {
  return fail(Reason::io_failed, "the answer to " + std::string(operation) + " cannot be understood: " + why);
}

/// A VersionId is a ClientRequestToken: 32 to 64 characters, a UUID's in practice. It stands in messages, so it is held
/// to what those have.
bool is_version(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return http::is_letter(c) || http::is_digit(c) || c == '-' || c == '_';
  });
}

/// VersionStages are 1 to 256 characters; custom ones are anybody's.
bool is_stage(std::string_view text) {
  return !text.empty() && text.size() <= 256 && base::is_printable_ascii(base::as_bytes(text));
}

Result<void> read_stages(const Json& answer, SecretState& state) {
  const auto* versions = answer.find("VersionIdsToStages");
  if (versions == nullptr || versions->is_null()) return {};  // a secret without a value
  if (!versions->is_object()) return not_understood("DescribeSecret", "VersionIdsToStages is no object");
  for (const auto& [version, stages] : *versions->members()) {
    if (!is_version(version) || stages.items() == nullptr) {
      return not_understood("DescribeSecret", "a version of VersionIdsToStages is none");
    }
    for (const auto& stage : *stages.items()) {
      if (stage.string() == nullptr || !is_stage(*stage.string())) {
        return not_understood("DescribeSecret", "a stage of VersionIdsToStages is none");
      }
      state.stages[version].insert(*stage.string());
    }
  }
  return {};
}

void read_tags(const Json& answer, SecretState& state) {
  const auto* tags = answer.find("Tags");
  if (tags == nullptr || tags->items() == nullptr) return;
  for (const auto& tag : *tags->items()) {
    const auto* key = tag.find("Key");
    const auto* value = tag.find("Value");
    if (key == nullptr || key->string() == nullptr || value == nullptr || value->string() == nullptr) continue;
    state.tags[*key->string()] = *value->string();
  }
}

}  // namespace

Result<SecretValue> read_secret_value(const base::SecretBytes& answer) {
  base::JsonLimits limits;
  limits.secret_names = {"SecretString", "SecretBinary"};
  const auto json = base::parse_json(answer, limits);
  if (!json || !json->is_object()) return not_understood("GetSecretValue", "it is no JSON object");
  const auto* version = json->find("VersionId");
  if (version == nullptr || version->string() == nullptr || !is_version(*version->string())) {
    return not_understood("GetSecretValue", "it has no VersionId");
  }
  const auto* text = json->find("SecretString");
  if (text != nullptr && text->secret() != nullptr) {
    auto canonical = canonical_object(*text->secret());
    return SecretValue{*version->string(), canonical ? *std::move(canonical) : text->secret()->clone()};
  }
  const auto* binary = json->find("SecretBinary");
  if (binary == nullptr || binary->secret() == nullptr) {
    return not_understood("GetSecretValue", "it has neither SecretString nor SecretBinary");
  }
  auto decoded = binary->secret()->reveal([](base::ByteView bytes) { return base::base64_decode_secret(bytes); });
  if (!decoded) return not_understood("GetSecretValue", "SecretBinary is no base64");
  return SecretValue{*version->string(), *std::move(decoded)};
}

std::optional<std::string> SecretState::holder(const std::string& stage) const {
  for (const auto& [version, held] : stages) {
    if (held.contains(stage)) return version;
  }
  return std::nullopt;
}

Result<SecretState> read_secret_state(const base::SecretBytes& answer) {
  const auto json = base::parse_json(answer);
  if (!json || !json->is_object()) return not_understood("DescribeSecret", "it is no JSON object");
  SecretState state;
  const auto* deleted = json->find("DeletedDate");
  state.deleted = deleted != nullptr && !deleted->is_null();
  const auto* rotation = json->find("RotationEnabled");
  state.rotation = rotation != nullptr && rotation->boolean() != nullptr && *rotation->boolean();
  JWTKEEP_CHECK(read_stages(*json, state));
  read_tags(*json, state);
  return state;
}

}  // namespace jwtkeep::destination

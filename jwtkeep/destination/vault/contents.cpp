#include "jwtkeep/destination/vault/contents.hpp"

#include <algorithm>
#include <limits>

#include "jwtkeep/base/whole_number.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;

const Json* find(const VaultAnswer& answer, std::string_view first, std::string_view second) {
  const auto* outer = answer.body.find(first);
  return outer != nullptr ? outer->find(second) : nullptr;
}

/// A text that is public: answers are read with all texts guarded.
std::optional<std::string> public_text(const Json* value) {
  constexpr std::size_t kLongest = 1024;
  const auto* text = value != nullptr ? value->secret() : nullptr;
  if (text == nullptr || text->size() > kLongest) return std::nullopt;
  return text->reveal([](base::ByteView bytes) -> std::optional<std::string> {
    if (!base::is_printable_ascii(bytes)) return std::nullopt;
    return std::string(base::as_text(bytes));
  });
}

/// A version's number, from 1.
std::optional<std::uint64_t> version_of(const Json* value) {
  const auto* number = value != nullptr ? value->integer() : nullptr;
  if (number == nullptr || *number < 1) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

std::optional<base::Seconds> lease_of(const Json* value) {
  const auto* number = value != nullptr ? value->integer() : nullptr;
  if (number == nullptr || *number < 0) return std::nullopt;
  return std::min(base::Seconds{*number}, base::kLongestDuration);
}

bool is_true(const Json* value) {
  const auto* boolean = value != nullptr ? value->boolean() : nullptr;
  return boolean != nullptr && *boolean;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  const auto number = base::whole_number<std::uint64_t>(text);
  return number == 0 ? std::nullopt : number;
}

}  // namespace

std::optional<VaultNewest> read_newest_answer(const VaultAnswer& answer) {
  if (answer.verdict == VaultVerdict::never) return VaultNewest{};
  if (answer.verdict != VaultVerdict::done && answer.verdict != VaultVerdict::gone) return std::nullopt;
  const auto* metadata = find(answer, "data", "metadata");
  const auto version = metadata != nullptr ? version_of(metadata->find("version")) : std::nullopt;
  if (!version) return std::nullopt;
  VaultNewest newest{.version = *version};
  if (answer.verdict == VaultVerdict::gone) {
    newest.state = is_true(metadata->find("destroyed")) ? VaultNewest::State::destroyed : VaultNewest::State::deleted;
    return newest;
  }
  const auto* object = find(answer, "data", "data");
  if (object == nullptr || !object->is_object()) return std::nullopt;
  newest.state = VaultNewest::State::standing;
  newest.text = canonical_object(*object);
  return newest;
}

std::optional<std::uint64_t> read_written_answer(const VaultAnswer& answer) {
  if (answer.verdict != VaultVerdict::done) return std::nullopt;
  return version_of(find(answer, "data", "version"));
}

std::optional<VaultMount> read_mount_answer(const VaultAnswer& answer) {
  if (answer.verdict != VaultVerdict::done) return std::nullopt;
  auto path = public_text(find(answer, "data", "path"));
  const auto type = public_text(find(answer, "data", "type"));
  if (!path || !type) return std::nullopt;
  while (path->ends_with('/')) path->pop_back();
  if (path->empty()) return std::nullopt;
  const auto* options = find(answer, "data", "options");
  const auto version = options != nullptr ? public_text(options->find("version")) : std::nullopt;
  // A mount without a version is of version 1.
  VaultMount mount{.path = *std::move(path), .is_kv2 = *type == "kv" && version == "2", .engine = *type};
  if (*type == "kv" || *type == "generic") mount.engine = mount.is_kv2 ? "KV version 2" : "KV version 1";
  return mount;
}

std::optional<VaultVersions> read_versions_answer(const VaultAnswer& answer) {
  if (answer.verdict == VaultVerdict::never) return VaultVersions{};
  if (answer.verdict != VaultVerdict::done) return std::nullopt;
  const auto* current = find(answer, "data", "current_version");
  const auto* listed = find(answer, "data", "versions");
  if (current == nullptr || current->integer() == nullptr || *current->integer() < 0 || listed == nullptr ||
      listed->members() == nullptr) {
    return std::nullopt;
  }
  VaultVersions versions{.newest = static_cast<std::uint64_t>(*current->integer()), .older = {}};
  for (const auto& [name, about] : *listed->members()) {
    const auto number = number_of(name);
    if (!number) return std::nullopt;
    if (*number < versions.newest && !is_true(about.find("destroyed"))) versions.older.push_back(*number);
  }
  std::ranges::sort(versions.older);
  return versions;
}

std::optional<VaultToken> read_token_answer(const VaultAnswer& answer) {
  if (answer.verdict != VaultVerdict::done) return std::nullopt;
  const auto* token = find(answer, "auth", "client_token");
  const auto lease = lease_of(find(answer, "auth", "lease_duration"));
  if (token == nullptr || token->secret() == nullptr || token->secret()->empty() || !lease) return std::nullopt;
  // It goes into a header as it is.
  if (!token->secret()->reveal(base::is_printable_ascii)) return std::nullopt;
  return VaultToken{
      .token = token->secret()->clone(), .lease = *lease, .renewable = is_true(find(answer, "auth", "renewable"))};
}

std::optional<VaultToken> read_lookup_answer(const VaultAnswer& answer) {
  if (answer.verdict != VaultVerdict::done) return std::nullopt;
  const auto lease = lease_of(find(answer, "data", "ttl"));
  if (!lease) return std::nullopt;
  return VaultToken{.token = {}, .lease = *lease, .renewable = is_true(find(answer, "data", "renewable"))};
}

}  // namespace jwtkeep::destination

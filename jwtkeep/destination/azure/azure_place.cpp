#include "jwtkeep/destination/azure/azure_place.hpp"

#include <chrono>
#include <thread>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::Error;
using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMostBytes = 25'600;  // of a value ("About Azure Key Vault secrets": 25 KB)
constexpr std::size_t kMostTags = 15;       // the same page
constexpr std::size_t kLongestTag = 256;    // characters
constexpr std::size_t kMostPages = 4'000;   // 25 versions each
constexpr std::size_t kMostIdlePages =
    20;                                  // without a new version: Azure has some, one who gives more goes in a circle
constexpr int kMostWrites = 3;           // one, one more after a deletion was found, and one more after one got lost
constexpr milliseconds kFirstLook{250};  // whether a recovery is done; Azure takes some seconds
constexpr milliseconds kLongestPause{4'000};
constexpr milliseconds kMostWaiting{60'000};

constexpr const char* kDigestTag = "jwtkeep-digest";

std::unexpected<Error> changed(const std::string& name) {
  return fail(Reason::busy, "the secret " + name + " was changed by another hand meanwhile",
              "look at what stands there, then write again");
}

/// Ours, and beside them as many of those that stand there as Key Vault takes.
AzureTags tags_with(const AzureTags& standing, const Marks& marks) {
  AzureTags tags{{"managed-by", "jwtkeep"},
                 {"jwtkeep-keyring", marks.keyring.substr(0, kLongestTag)},
                 {"jwtkeep-revision", std::to_string(marks.revision)},
                 {kDigestTag, marks.digest}};
  for (const auto& [name, value] : standing) {
    if (tags.size() < kMostTags) tags.emplace(name, value);
  }
  return tags;
}

Json json_of(const AzureTags& tags) {
  auto object = Json::object();
  for (const auto& [name, value] : tags) object.set(name, value);
  return object;
}

}  // namespace

Result<std::unique_ptr<Place>> AzurePlace::open(const Address& address, const Surroundings& surroundings, Paces& paces,
                                                std::shared_ptr<Server>& server) {
  JWTKEEP_TRY(auto known,
              kept_server<AzureServer>(server, [&] { return AzureServer::open(address, surroundings, paces); }));
  return std::make_unique<AzurePlace>(std::move(known), address.name);
}

Result<SecretBytes> AzurePlace::render(const Held& held, Role role, std::string_view prefix) const {
  JWTKEEP_TRY(auto text, ring_json(held, role, prefix));
  if (text.size() > kMostBytes) {
    return fail(Reason::bad_value,
                "Azure Key Vault holds 25600 bytes in a secret, and this keyring has " + std::to_string(text.size()),
                "shorten the time for which old keys are kept, so that fewer keys verify at once");
  }
  return text;
}

Result<AzureAnswer> AzurePlace::call(AzureOperation operation, const std::string& path, SecretBytes body) {
  JWTKEEP_TRY(auto url, server_->url(path));
  return server_->call({.operation = operation, .url = std::move(url), .name = name_, .body = std::move(body)});
}

Result<AzurePlace::Seen> AzurePlace::look() {
  JWTKEEP_TRY(const auto answer, call(AzureOperation::get, "/secrets/" + name_ + "/"));
  if (answer.is(AzureRefusalKind::not_found)) return Seen{};
  if (answer.is(AzureRefusalKind::disabled)) return Seen{.disabled = true, .secret = {}};
  if (answer.refusal) return std::unexpected(answer.error());
  JWTKEEP_TRY(auto secret, read_azure_secret(answer.body));
  return Seen{.disabled = false, .secret = std::move(secret)};
}

Result<AzurePlace::Versions> AzurePlace::versions() {
  Versions all;
  JWTKEEP_TRY(auto url, server_->url("/secrets/" + name_ + "/versions", "&maxresults=25"));
  std::size_t idle = 0;
  for (std::size_t page = 0; page < kMostPages && idle < kMostIdlePages; ++page) {
    JWTKEEP_TRY(const auto answer, server_->call({.operation = AzureOperation::list, .url = url, .name = name_}));
    if (answer.is(AzureRefusalKind::not_found)) return all;
    if (answer.refusal) return std::unexpected(answer.error());
    JWTKEEP_TRY(auto read, read_azure_versions(answer.body, url));
    const auto known = all.size();
    for (auto& version : read.versions) all.insert_or_assign(version.version, std::move(version));
    idle = all.size() > known ? 0 : idle + 1;
    if (!read.next) return all;
    url = *std::move(read.next);
  }
  return fail(Reason::io_failed, "the list of versions of the secret " + name_ + " does not end");
}

Result<std::optional<Standing>> AzurePlace::read() {
  JWTKEEP_TRY(auto seen, look());
  if (!seen.secret) return std::nullopt;
  return Standing{std::move(seen.secret->text), std::move(seen.secret->about.version)};
}

Result<void> AzurePlace::write(const SecretBytes& text, const Marks& marks, const std::optional<Standing>& over) {
  JWTKEEP_TRY(auto before, versions());
  std::optional<std::string> recovered;  // the version that came back, which stood there for nobody
  Error trouble{};
  for (int count = 0; count < kMostWrites; ++count) {
    JWTKEEP_TRY(const auto seen, look());
    // Written before, by this very call or one whose end nobody saw.
    if (seen.secret && seen.secret->text == text) {
      if (count > 0) JWTKEEP_CHECK(be_alone(seen.secret->about.version, marks, before));
      tag(seen.secret->about, marks);
      return {};
    }
    const bool is_recovered = recovered && (seen.disabled || (seen.secret && seen.secret->about.version == *recovered));
    const bool as_expected =
        is_recovered || (over ? seen.secret && seen.secret->about.version == over->version : !seen.secret);
    if (!as_expected) return changed(name_);
    const auto answer = put(text, tags_with(seen.secret ? seen.secret->about.tags : AzureTags(), marks));
    if (answer && !answer->refusal) {
      JWTKEEP_TRY(const auto written, read_azure_secret(answer->body));
      if (seen.disabled) {
        notes_.push_back("the newest version of the secret " + name_ + " was disabled; a new one was written above it");
      }
      return be_alone(written.about.version, marks, before);
    }
    trouble = answer ? answer->error() : answer.error();
    if (answer && answer->is(AzureRefusalKind::deleted)) {
      if (over) return changed(name_);
      JWTKEEP_TRY(recovered, recover());
      JWTKEEP_TRY(before, versions());
      continue;
    }
    // No answer, or one that does not say whether it was done: only what stands there tells.
    if (trouble.reason != Reason::io_failed) break;
  }
  return std::unexpected(std::move(trouble));
}

Result<AzureAnswer> AzurePlace::put(const SecretBytes& text, const AzureTags& tags) {
  auto body = Json::object({{"value", Json(text.clone())},
                            {"contentType", "application/json"},
                            {"attributes", Json::object({{"enabled", true}})},
                            {"tags", json_of(tags)}});
  return call(AzureOperation::set, "/secrets/" + name_, base::write_with_secrets(body, false));
}

/// Whether no version came but ours since `before` was listed. One with our digest is a first sending of ours that
/// arrived after all.
Result<void> AzurePlace::be_alone(const std::string& version, const Marks& marks, const Versions& before) {
  JWTKEEP_TRY(const auto after, versions());
  for (const auto& [each, about] : after) {
    if (each == version || before.contains(each)) continue;
    const auto digest = about.tags.find(kDigestTag);
    if (digest != about.tags.end() && digest->second == marks.digest) continue;
    // Push reads again and finds ours there: without a note nobody would hear of it.
    notes_.push_back("another hand wrote the version " + each + " of the secret " + name_ +
                     " at the same moment, and this one stands above it");
    return fail(Reason::busy,
                "the version " + each + " of the secret " + name_ + " was written by another hand at the same moment",
                "look at what stands there, then write again");
  }
  return {};
}

Result<std::string> AzurePlace::recover() {
  JWTKEEP_TRY(const auto answer, call(AzureOperation::recover, "/deletedsecrets/" + name_ + "/recover"));
  // Where it is not there any more or on its way, another does it, and what he does next is not known.
  if (answer.is(AzureRefusalKind::not_found) || answer.is(AzureRefusalKind::in_between)) return changed(name_);
  if (answer.refusal) return std::unexpected(answer.error());
  JWTKEEP_TRY(auto version, read_azure_version(answer.body));
  const auto end = steady_clock::now() + kMostWaiting;
  for (auto pause = kFirstLook; steady_clock::now() < end; pause = std::min(2 * pause, kLongestPause)) {
    JWTKEEP_TRY(const auto seen, look());
    if (seen.secret || seen.disabled) {
      notes_.push_back("the secret " + name_ + " was deleted, and was recovered");
      return std::move(version.version);
    }
    std::this_thread::sleep_for(pause);
  }
  return fail(Reason::busy, "the deleted secret " + name_ + " is being recovered and is not there yet",
              "come again in a minute");
}

/// The tags are for people: a writer who may not set them has written all the same.
void AzurePlace::tag(const AzureVersion& version, const Marks& marks) {
  const auto tags = tags_with(version.tags, marks);
  if (tags == version.tags) return;
  const auto body = Json::object({{"tags", json_of(tags)}});
  const auto answer =
      call(AzureOperation::update, "/secrets/" + name_ + "/" + version.version, base::write_with_secrets(body, false));
  if (answer && !answer->refusal) return;
  notes_.push_back("the secret " + name_ +
                   " holds the keyring without its tags: " + (answer ? answer->error() : answer.error()).what);
}

Result<void> AzurePlace::forget_older() {
  // Listed first: what another hand writes after that is not in the list, and before that is the newest itself.
  JWTKEEP_TRY(const auto all, versions());
  JWTKEEP_TRY(const auto seen, look());
  const auto newest = seen.secret ? seen.secret->about.version : std::string();
  if (!seen.secret && !seen.disabled) return {};
  for (const auto& [version, about] : all) {
    if (version == newest || !about.enabled) continue;
    const auto body = Json::object({{"attributes", Json::object({{"enabled", false}})}});
    JWTKEEP_TRY(const auto answer, call(AzureOperation::update, "/secrets/" + name_ + "/" + version,
                                        base::write_with_secrets(body, false)));
    if (answer.is(AzureRefusalKind::not_found)) continue;
    if (answer.refusal) return std::unexpected(answer.error());
  }
  return {};
}

}  // namespace jwtkeep::destination

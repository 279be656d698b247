#include "jwtkeep/webhook/progress.hpp"

#include <algorithm>

namespace jwtkeep::webhook {
namespace {

using base::fail;
using base::Instant;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::string_view kDocument = "webhooks";
constexpr auto kActor = "server";

std::unexpected<base::Error> malformed() {
  return fail(Reason::malformed, "the record of what webhooks were told is not whole");
}

std::optional<std::int64_t> whole(const Json& json, std::string_view name) {
  const auto* found = json.find(name);
  if (found == nullptr || found->integer() == nullptr || *found->integer() < 0) return std::nullopt;
  return *found->integer();
}

Result<ProgressOfAll> read(const std::optional<Json>& document) {
  if (!document) return ProgressOfAll{};
  return progress_from_json(*document);
}

}  // namespace

Json to_json(const ProgressOfAll& all) {
  auto json = Json::object();
  for (const auto& [name, progress] : all) {
    auto one = Json::object({{"told", progress.told}, {"failures", Json(std::int64_t{progress.failures})}});
    if (progress.next_try != Instant{}) {
      one.set("next_try", Json(std::int64_t{progress.next_try.time_since_epoch().count()}));
    }
    if (progress.lease) {
      one.set("of", progress.lease->of)
          .set("until", Json(std::int64_t{progress.lease->until.time_since_epoch().count()}));
    }
    json.set(name, std::move(one));
  }
  return json;
}

Result<ProgressOfAll> progress_from_json(const Json& json) {
  ProgressOfAll all;
  if (json.members() == nullptr) return malformed();
  for (const auto& [name, one] : *json.members()) {
    const auto told = whole(one, "told");
    const auto failures = whole(one, "failures");
    if (!told || !failures || *failures > std::int64_t{UINT32_MAX}) return malformed();
    Progress progress{.told = static_cast<std::uint64_t>(*told), .failures = static_cast<std::uint32_t>(*failures)};
    if (one.find("next_try") != nullptr) {
      const auto next_try = whole(one, "next_try");
      if (!next_try) return malformed();
      progress.next_try = Instant(Instant::duration{*next_try});
    }
    if (const auto* of = one.find("of")) {
      const auto until = whole(one, "until");
      if (of->string() == nullptr || !until) return malformed();
      progress.lease = Lease{.of = *of->string(), .until = Instant(Instant::duration{*until})};
    }
    all.insert_or_assign(name, std::move(progress));
  }
  return all;
}

Result<std::optional<Progress>> read_progress(store::Store& store, std::string_view hook) {
  JWTKEEP_TRY(const auto document, store.document(kDocument));
  JWTKEEP_TRY(const auto all, read(document));
  const auto found = all.find(hook);
  return found == all.end() ? std::optional<Progress>{} : found->second;
}

Result<void> change_progress(store::Store& store, std::string_view hook, Instant now,
                             const std::function<std::optional<ProgressRecord>(Progress&)>& work) {
  return store.change([&](store::Change& change) -> Result<void> {
    JWTKEEP_TRY(const auto document, change.document(kDocument));
    JWTKEEP_TRY(auto all, read(document));
    auto& progress = all[std::string(hook)];
    auto record = work(progress);
    if (!record) return {};
    record->detail.set("webhook", hook);
    JWTKEEP_CHECK(change.record(
        {.at = now, .actor = kActor, .action = record->action, .keyring = {}, .detail = std::move(record->detail)}));
    return change.save_document(kDocument, to_json(all));
  });
}

base::Seconds wait_after(std::uint32_t failures) noexcept {
  constexpr std::int64_t kLongest = 3600;
  std::int64_t wait = 1;
  for (std::uint32_t i = 1; i < failures && wait < kLongest; ++i) wait *= 4;
  return base::Seconds{std::min(wait, kLongest)};
}

}  // namespace jwtkeep::webhook

#include "jwtkeep/server/kept_answers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace jwtkeep::server {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kLongestKey = 255;

std::unexpected<base::Error> odd() { return fail(Reason::malformed, "the kept answers are not whole"); }

Result<std::string> text_of(const Json& json, std::string_view name) {
  const auto* found = json.find(name);
  if (found == nullptr || found->string() == nullptr) return odd();
  return *found->string();
}

Json to_json(const KeptRequest& request) {
  auto json = Json::object({{"id", request.id},
                            {"digest", request.digest},
                            {"at", base::format_instant(request.at)},
                            {"intent", request.intent}});
  if (request.answer) {
    json.set("status", request.answer->status)
        .set("type", request.answer->type)
        .set("location", request.answer->location)
        .set("body", request.answer->body);
  }
  return json;
}

Result<KeptRequest> request_from_json(const Json& json) {
  KeptRequest request;
  JWTKEEP_TRY(request.id, text_of(json, "id"));
  JWTKEEP_TRY(request.digest, text_of(json, "digest"));
  JWTKEEP_TRY(const auto at, text_of(json, "at"));
  JWTKEEP_TRY(request.at, base::parse_instant(at));
  if (const auto* intent = json.find("intent")) request.intent = *intent;
  const auto* status = json.find("status");
  if (status == nullptr) return request;
  KeptAnswer answer;
  if (status->integer() == nullptr || *status->integer() < 200 || *status->integer() > 599) return odd();
  answer.status = static_cast<int>(*status->integer());
  JWTKEEP_TRY(answer.type, text_of(json, "type"));
  JWTKEEP_TRY(answer.location, text_of(json, "location"));
  JWTKEEP_TRY(answer.body, text_of(json, "body"));
  request.answer = std::move(answer);
  return request;
}

}  // namespace

KeptAnswers::Begun KeptAnswers::begin(KeptRequest request) {
  std::erase_if(requests_, [&](const KeptRequest& old) { return old.at + kLife <= request.at; });
  const auto known = std::ranges::find(requests_, request.id, &KeptRequest::id);
  if (known == requests_.end()) {
    requests_.push_back(request);
    keep_small();
    return {.kind = Kind::fresh, .request = std::move(request)};
  }
  if (known->digest != request.digest) return {.kind = Kind::different, .request = *known};
  if (known->answer) return {.kind = Kind::answered, .request = *known};
  if (request.at < known->at + kLease) return {.kind = Kind::going_on, .request = *known};
  request.intent = std::move(known->intent);
  requests_.erase(known);
  requests_.push_back(request);
  return {.kind = Kind::fresh, .request = std::move(request)};
}

bool KeptAnswers::end(const std::string& id, base::Instant at, std::optional<KeptAnswer> answer) {
  const auto mine = std::ranges::find(requests_, id, &KeptRequest::id);
  if (mine == requests_.end() || mine->at != at) return false;
  if (!answer) {
    requests_.erase(mine);
    return true;
  }
  mine->answer = std::move(answer);
  keep_small();
  return true;
}

void KeptAnswers::keep_small() {
  auto size = base::write_json(to_json()).size();
  while (size > kMostBytes && requests_.size() > 1) {
    // One that is being done is not forgotten: that would have it done twice.
    const auto oldest =
        std::ranges::find_if(requests_, [](const KeptRequest& each) { return each.answer.has_value(); });
    const auto gone = oldest == requests_.end() ? requests_.begin() : oldest;
    size -= std::min(size, base::write_json(server::to_json(*gone)).size());
    requests_.erase(gone);
  }
}

Json KeptAnswers::to_json() const {
  auto list = Json::array();
  for (const auto& request : requests_) list.push(server::to_json(request));
  return Json::object({{"requests", std::move(list)}});
}

Result<KeptAnswers> KeptAnswers::from_json(const Json& json) {
  const auto* list = json.find("requests");
  if (list == nullptr || list->items() == nullptr) return odd();
  KeptAnswers all;
  for (const auto& item : *list->items()) {
    JWTKEEP_TRY(auto request, request_from_json(item));
    all.requests_.push_back(std::move(request));
  }
  return all;
}

bool is_kept(int status) noexcept {
  switch (status) {
    case 401:
    case 403:
    case 408:
    case 429: return false;
    default: return status >= 200 && status < 500;
  }
}

Result<void> check_idempotency_key(std::string_view key) {
  const auto is_visible = [](char c) { return c > 0x20 && c < 0x7f; };
  if (!key.empty() && key.size() <= kLongestKey && std::ranges::all_of(key, is_visible)) return {};
  return fail(Reason::bad_value, fmt::format("Idempotency-Key has 1 to {} visible characters of ASCII", kLongestKey),
              "take a new UUID for each thing that is to be done once");
}

}  // namespace jwtkeep::server

#include "jwtkeep/scan/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace jwtkeep::scan {
namespace {

using base::Json;
using base::Reason;

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kVersionMember = "jwtkeep_baseline";
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kIdDigits = 32;
constexpr std::array<std::string_view, 5> kMembers{"path", "line", "rule", "masked", "id"};

std::unexpected<base::Error> malformed(const std::string& what) {
  return base::fail(Reason::malformed, "the baseline " + what, "make it anew: jwtkeep scan --write-baseline FILE");
}

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

base::Result<std::string> text_member(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  if (member == nullptr || member->string() == nullptr) {
    return malformed("has a finding without a text called \"" + std::string(name) + "\"");
  }
  return *member->string();
}

base::Result<KnownFinding> read_finding(const Json& json) {
  if (json.members() == nullptr) return malformed("has something else where a finding should be");
  for (const auto& [name, value] : *json.members()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      return malformed("has a member that is not known, \"" + name.substr(0, 40) + "\"");
    }
  }
  KnownFinding known;
  JWTKEEP_TRY(known.id, text_member(json, "id"));
  if (!is_id(known.id)) return malformed("has an id that is not 32 hex digits");
  JWTKEEP_TRY(known.path, text_member(json, "path"));
  JWTKEEP_TRY(known.rule, text_member(json, "rule"));
  JWTKEEP_TRY(known.masked, text_member(json, "masked"));
  const auto* line = json.find("line");
  if (line == nullptr || line->integer() == nullptr || *line->integer() < 1) {
    return malformed("has a finding without a line");
  }
  known.line = static_cast<std::uint64_t>(*line->integer());
  return known;
}

}  // namespace

void Baseline::arrange() {
  std::ranges::sort(known_, {}, [](const KnownFinding& one) { return std::tie(one.path, one.line, one.rule, one.id); });
  ids_.clear();
  std::erase_if(known_, [this](const KnownFinding& one) { return !ids_.insert(one.id).second; });
}

Baseline Baseline::of(const std::vector<Finding>& findings) {
  Baseline made;
  for (const auto& finding : findings) {
    if (!finding.allowed.empty()) continue;
    made.known_.push_back({finding.id, finding.place.path, finding.place.begin.line, finding.rule, finding.masked});
  }
  made.arrange();
  return made;
}

base::Result<Baseline> Baseline::parse(std::string_view text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text, {.size_bytes = kMostBytes, .depth = 4, .secret_names = {}}));
  const auto* version = json.find(kVersionMember);
  if (version == nullptr || version->integer() == nullptr) {
    return base::fail(Reason::malformed, "that is no baseline", "make one: jwtkeep scan --write-baseline FILE");
  }
  if (*version->integer() > kVersion) {
    return base::fail(Reason::newer_format, fmt::format("the baseline is of version {}", *version->integer()),
                      "read it with a newer jwtkeep, or make it with this one");
  }
  const auto* findings = json.find("findings");
  if (*version->integer() != kVersion || json.members()->size() != 2 || findings == nullptr ||
      findings->items() == nullptr) {
    return malformed("is not as it was written");
  }
  Baseline baseline;
  baseline.known_.reserve(findings->items()->size());
  for (const auto& each : *findings->items()) {
    JWTKEEP_TRY(auto known, read_finding(each));
    baseline.known_.push_back(std::move(known));
  }
  baseline.arrange();
  return baseline;
}

std::string Baseline::text() const {
  auto findings = Json::array();
  for (const auto& one : known_) {
    findings.push(Json::object(
        {{"path", one.path}, {"line", one.line}, {"rule", one.rule}, {"masked", one.masked}, {"id", one.id}}));
  }
  return base::write_json_pretty(
      Json::object({{std::string(kVersionMember), kVersion}, {"findings", std::move(findings)}}));
}

bool Baseline::has(const Finding& finding) const noexcept { return ids_.contains(finding.id); }

std::vector<KnownFinding> Baseline::gone(const std::vector<Finding>& findings) const {
  std::set<std::string_view> there;
  for (const auto& finding : findings) there.insert(finding.id);
  std::vector<KnownFinding> gone;
  std::ranges::copy_if(known_, std::back_inserter(gone), [&](const auto& one) { return !there.contains(one.id); });
  return gone;
}

}  // namespace jwtkeep::scan

#include "jwtkeep/crack/saved_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/hash.hpp"

namespace jwtkeep::crack {
namespace {

using base::fail;
using base::Json;
using base::Reason;

constexpr std::string_view kKind = "jwtkeep crack session";
constexpr std::int64_t kFormat = 1;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

std::unexpected<base::Error> malformed(const std::string& what) {
  return fail(Reason::malformed, "the session's file is damaged: " + what, "begin anew without it");
}

/// Reads members of the kinds that stand in a session.
class Reader {
 public:
  explicit Reader(const Json& json) : json_(json) {}

  base::Result<const Json*> member(std::string_view name) const {
    const auto* found = json_.find(name);
    if (found == nullptr) return malformed(fmt::format("it has no \"{}\"", name));
    return found;
  }
  base::Result<std::string> text(std::string_view name) const {
    JWTKEEP_TRY(const auto* found, member(name));
    if (found->string() == nullptr) return wrong(name);
    return *found->string();
  }
  base::Result<std::uint64_t> number(std::string_view name) const {
    JWTKEEP_TRY(const auto* found, member(name));
    if (found->integer() == nullptr || *found->integer() < 0) return wrong(name);
    return static_cast<std::uint64_t>(*found->integer());
  }
  base::Result<bool> truth(std::string_view name) const {
    JWTKEEP_TRY(const auto* found, member(name));
    if (found->boolean() == nullptr) return wrong(name);
    return *found->boolean();
  }
  base::Result<const Json::Array*> list(std::string_view name) const {
    JWTKEEP_TRY(const auto* found, member(name));
    if (found->items() == nullptr) return wrong(name);
    return found->items();
  }
  base::Result<std::vector<std::string>> texts(std::string_view name) const {
    JWTKEEP_TRY(const auto* items, list(name));
    std::vector<std::string> all;
    for (const auto& item : *items) {
      if (item.string() == nullptr) return wrong(name);
      all.push_back(*item.string());
    }
    return all;
  }

 private:
  static std::unexpected<base::Error> wrong(std::string_view name) {
    return malformed(fmt::format("its \"{}\" is not what it has to be", name));
  }
  const Json& json_;
};

Json texts_json(const auto& texts) {
  auto list = Json::array();
  for (const auto& text : texts) list.push(Json(text));
  return list;
}

base::Result<std::vector<Input>> inputs_from_json(const Json::Array& items) {
  std::vector<Input> inputs;
  for (const auto& item : items) {
    const Reader reader(item);
    Input input;
    JWTKEEP_TRY(input.path, reader.text("path"));
    JWTKEEP_TRY(input.size, reader.number("size"));
    JWTKEEP_TRY(const auto modified, reader.number("modified"));
    input.modified = static_cast<std::int64_t>(modified);
    JWTKEEP_TRY(input.digest, reader.text("digest"));
    inputs.push_back(std::move(input));
  }
  return inputs;
}

base::Result<SavedRun> run_from_json(const Json& json) {
  const Reader reader(json);
  SavedRun run;
  JWTKEEP_TRY(const auto* attack, reader.member("attack"));
  JWTKEEP_TRY(run.attack, attack_from_json(*attack));
  JWTKEEP_TRY(run.targets, reader.texts("targets"));
  JWTKEEP_TRY(const auto* fallen, reader.list("fallen"));
  for (const auto& one : *fallen) run.fallen.push_back(one.boolean() != nullptr && *one.boolean());
  if (run.fallen.size() != run.targets.size()) return malformed("it has another number of targets than of answers");
  JWTKEEP_TRY(const auto* inputs, reader.list("inputs"));
  JWTKEEP_TRY(run.inputs, inputs_from_json(*inputs));
  JWTKEEP_TRY(run.known, reader.text("known"));
  JWTKEEP_TRY(const auto stage, reader.number("stage"));
  run.standing.stage = static_cast<std::size_t>(stage);
  JWTKEEP_TRY(run.standing.position.outer, reader.number("outer"));
  JWTKEEP_TRY(run.standing.position.inner, reader.number("inner"));
  JWTKEEP_TRY(run.standing.candidates, reader.number("candidates"));
  JWTKEEP_TRY(const auto* seconds, reader.member("seconds"));
  run.seconds = seconds->number();
  if (!std::isfinite(run.seconds) || run.seconds < 0) return malformed("its \"seconds\" is no time");
  return run;
}

}  // namespace

Json to_json(const Attack& attack) {
  return Json::object({{"known", attack.known},
                       {"known_only", attack.known_only},
                       {"wordlists", texts_json(attack.wordlists)},
                       {"rules", texts_json(attack.rules)},
                       {"masks", texts_json(attack.masks)},
                       {"mask_before", attack.mask_before},
                       {"mask_behind", attack.mask_behind},
                       {"charsets", texts_json(attack.charsets)},
                       {"increment", attack.increment},
                       {"increment_from", static_cast<std::uint64_t>(attack.increment_from)},
                       {"increment_to", static_cast<std::uint64_t>(attack.increment_to)},
                       {"encodings", attack.encodings}});
}

base::Result<Attack> attack_from_json(const Json& json) {
  const Reader reader(json);
  Attack attack;
  JWTKEEP_TRY(attack.known, reader.truth("known"));
  JWTKEEP_TRY(attack.known_only, reader.truth("known_only"));
  JWTKEEP_TRY(attack.wordlists, reader.texts("wordlists"));
  JWTKEEP_TRY(attack.rules, reader.texts("rules"));
  JWTKEEP_TRY(attack.masks, reader.texts("masks"));
  JWTKEEP_TRY(attack.mask_before, reader.text("mask_before"));
  JWTKEEP_TRY(attack.mask_behind, reader.text("mask_behind"));
  JWTKEEP_TRY(const auto charsets, reader.texts("charsets"));
  if (charsets.size() != attack.charsets.size()) return malformed("its \"charsets\" are not four");
  std::ranges::copy(charsets, attack.charsets.begin());
  JWTKEEP_TRY(attack.increment, reader.truth("increment"));
  JWTKEEP_TRY(attack.increment_from, reader.number("increment_from"));
  JWTKEEP_TRY(attack.increment_to, reader.number("increment_to"));
  JWTKEEP_TRY(attack.encodings, reader.text("encodings"));
  return attack;
}

std::string target_digest(std::string_view token) {
  return base::hex_encode(crypto::digest(crypto::Hash::sha256, base::as_bytes(token)));
}

std::string write_saved_run(const SavedRun& run) {
  auto fallen = Json::array();
  for (const bool one : run.fallen) fallen.push(one);
  auto inputs = Json::array();
  for (const auto& input : run.inputs) {
    inputs.push(Json::object(
        {{"path", input.path}, {"size", input.size}, {"modified", input.modified}, {"digest", input.digest}}));
  }
  return base::write_json_pretty(Json::object({{"kind", kKind},
                                               {"format", kFormat},
                                               {"attack", to_json(run.attack)},
                                               {"targets", texts_json(run.targets)},
                                               {"fallen", std::move(fallen)},
                                               {"inputs", std::move(inputs)},
                                               {"known", run.known},
                                               {"stage", static_cast<std::uint64_t>(run.standing.stage)},
                                               {"outer", run.standing.position.outer},
                                               {"inner", run.standing.position.inner},
                                               {"candidates", run.standing.candidates},
                                               {"seconds", run.seconds}})) +
         "\n";
}

base::Result<SavedRun> parse_saved_run(std::string_view text) {
  const auto json = base::parse_json(text, {.size_bytes = kMostBytes});
  const auto* kind = json ? json->find("kind") : nullptr;
  if (kind == nullptr || kind->string() == nullptr || *kind->string() != kKind) {
    return fail(Reason::malformed, "the file is no session of jwtkeep crack", "give the file that --session named");
  }
  const Reader reader(*json);
  JWTKEEP_TRY(const auto format, reader.number("format"));
  if (format > kFormat) {
    return fail(Reason::newer_format, "the session was saved by a newer jwtkeep", "go on with that one");
  }
  return run_from_json(*json);
}

base::Result<void> check_goes_on(const SavedRun& saved, const std::vector<std::string>& targets,
                                 const std::vector<Input>& inputs, std::string_view known) {
  if (saved.targets != targets) {
    return fail(Reason::bad_value, "the session is of other tokens, or of the same in another order",
                "give the tokens that it began with");
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (i < saved.inputs.size() && saved.inputs[i] == inputs[i]) continue;
    return fail(Reason::bad_value, fmt::format("{} has changed since the session began", inputs[i].path),
                "put the file back as it was, or begin anew without the session");
  }
  if (saved.known != known) {
    return fail(Reason::bad_value, "the session was begun by a jwtkeep with another list of published secrets",
                "go on with that one, or begin anew without the session");
  }
  return {};
}

}  // namespace jwtkeep::crack

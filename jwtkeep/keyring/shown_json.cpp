#include "jwtkeep/keyring/shown_json.hpp"

namespace jwtkeep::keyring {
namespace {

base::Json key_json(const Key& key) {
  auto json = to_json(key);
  json.erase("epoch");
  json.erase("published_revision");
  json.erase("superseded_revision");
  json.erase("removed_revision");
  return json;
}

}  // namespace

base::Json shown_json(const Keyring& keyring, const Steps& ahead) {
  auto keys = base::Json::array();
  for (const auto& key : keyring.keys) keys.push(key_json(key));
  auto json = base::Json::object({{"keyring", keyring.name.text()},
                                  {"service", keyring.name.service()},
                                  {"environment", keyring.name.environment()}});
  if (!keyring.name.use().empty()) json.set("use", keyring.name.use());
  json.set("revision", keyring.revision);
  json.set("created_at", base::format_instant(keyring.created_at));
  json.set("changed_at", base::format_instant(keyring.changed_at));
  json.set("policy", to_json(keyring.policy));
  json.set("keys", std::move(keys));
  json.set("ahead", shown_json(ahead));
  return json;
}

base::Json shown_json(const Steps& steps) {
  auto list = base::Json::array();
  for (const auto& step : steps) {
    auto json = base::Json::object({{"step", word(step.kind)}});
    if (!step.kid.empty()) json.set("kid", step.kid);
    json.set("safe_at", base::format_instant(step.safe_at));
    json.set("wanted_at", base::format_instant(step.wanted_at));
    if (step.emergency) json.set("emergency", true);
    if (!step.waiting_for.empty()) {
      auto waiting = base::Json::array();
      for (const auto& name : step.waiting_for) waiting.push(name);
      json.set("waiting_for", std::move(waiting));
    }
    list.push(std::move(json));
  }
  return list;
}

base::Json shown_taken(const Steps& taken) {
  auto list = base::Json::array();
  for (const auto& step : taken) list.push(base::Json::object({{"step", word(step.kind)}, {"kid", step.kid}}));
  return list;
}

}  // namespace jwtkeep::keyring

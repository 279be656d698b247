#include "jwtkeep/destination/ring_json.hpp"

#include <algorithm>

namespace jwtkeep::destination {
namespace {

using base::Json;

/// Members in the order of their names at every depth, so that what a server hands back in an order of its own is the
/// same text.
void sort_members(Json& value) {
  if (auto* members = value.members()) {
    std::ranges::sort(*members, {}, &Json::Member::first);
    for (auto& [name, inner] : *members) sort_members(inner);
  }
  if (auto* items = value.items()) {
    for (auto& item : *items) sort_members(item);
  }
}

}  // namespace

base::Result<base::SecretBytes> ring_json(const Held& held, Role role, std::string_view prefix) {
  JWTKEEP_TRY(auto all, variables(held, role, prefix));
  std::ranges::sort(all, {}, &Variable::name);
  auto object = Json::object();
  for (auto& variable : all) object.set(std::move(variable.name), Json(std::move(variable.value)));
  return base::write_with_secrets(object, false);
}

base::SecretBytes canonical_object(const Json& object) {
  auto sorted = object;
  sort_members(sorted);
  return base::write_with_secrets(sorted, false);
}

base::Result<base::SecretBytes> canonical_object(const base::SecretBytes& text) {
  base::JsonLimits limits;
  limits.all_text_is_secret = true;
  JWTKEEP_TRY(const auto object, base::parse_json(text, limits));
  if (!object.is_object()) return base::fail(base::Reason::malformed, "this is JSON, but no object");
  return canonical_object(object);
}

base::Result<std::vector<Variable>> members_of(const base::SecretBytes& canonical) {
  base::JsonLimits limits;
  limits.all_text_is_secret = true;
  JWTKEEP_TRY(const auto object, base::parse_json(canonical, limits));
  const auto* members = object.members();
  if (members == nullptr) return base::fail(base::Reason::malformed, "this is JSON, but no object");
  std::vector<Variable> found;
  for (const auto& [name, value] : *members) {
    const auto* text = value.secret();
    if (text == nullptr) return base::fail(base::Reason::malformed, "a member of the object is no text");
    found.push_back({name, text->clone(), true});
  }
  return found;
}

}  // namespace jwtkeep::destination

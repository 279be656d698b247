#include "jwtkeep/destination/k8s/contents.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "jwtkeep/destination/k8s/call.hpp"
#include "jwtkeep/destination/k8s/guarded_text.hpp"
#include "jwtkeep/destination/k8s/secret_data.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;

bool is_named(std::string_view names, std::string_view name) {
  while (true) {
    const auto comma = names.find(',');
    if (names.substr(0, comma) == name) return true;
    if (comma == std::string_view::npos) return false;
    names.remove_prefix(comma + 1);
  }
}

bool is_own(const Json& entry, std::string_view operation) {
  return public_text(entry.find("manager")) == kFieldManager && public_text(entry.find("operation")) == operation &&
         !public_text(entry.find("subresource"));
}

/// The set of fields of both (FieldsV1: objects within objects).
void unite(Json& fields, const Json& others) {
  if (others.members() == nullptr) return;
  for (const auto& [name, other] : *others.members()) {
    auto* all = fields.members();
    if (all == nullptr) return;
    const auto same = std::ranges::find(*all, name, &Json::Member::first);
    if (same == all->end()) {
      all->emplace_back(name, other);
    } else {
      unite(same->second, other);
    }
  }
}

/// Null where no entry of jwtkeep's is of `Update`.
Json as_applied(const Json* entries) {
  if (entries == nullptr || entries->items() == nullptr) return {};
  const auto& all = *entries->items();
  if (std::ranges::none_of(all, [](const Json& entry) { return is_own(entry, "Update"); })) return {};
  auto turned = Json::array();
  Json own;
  for (const auto& entry : all) {
    if (!is_own(entry, "Update") && !is_own(entry, "Apply")) {
      turned.push(entry);
      continue;
    }
    const auto* fields = entry.find("fieldsV1");
    if (own.is_null()) {
      own = entry;
      own.set("operation", "Apply");
    } else if (fields != nullptr && own.find("fieldsV1") != nullptr) {
      auto united = *own.find("fieldsV1");
      unite(united, *fields);
      own.set("fieldsV1", std::move(united));
    }
  }
  turned.push(std::move(own));
  return turned;
}

}  // namespace

std::optional<KubeSecret> read_secret_answer(const Json& body) {
  if (public_text(body.find("kind")) != "Secret" || public_text(body.find("apiVersion")) != "v1") return std::nullopt;
  const auto version = public_text(member(&body, {"metadata", "resourceVersion"}));
  auto data = secret_data(body);
  if (!version || !data) return std::nullopt;
  if (const auto own = public_text(member(&body, {"metadata", "annotations", kVariablesAnnotation}))) {
    std::erase_if(*data, [&](const Variable& variable) { return !is_named(*own, variable.name); });
  }
  const auto* immutable = body.find("immutable");
  return KubeSecret{.version = *version,
                    .text = canonical_data(*data),
                    .is_immutable = immutable != nullptr && immutable->boolean() != nullptr && *immutable->boolean(),
                    .type = public_text(body.find("type")).value_or(""),
                    .managed_fields = as_applied(member(&body, {"metadata", "managedFields"}))};
}

}  // namespace jwtkeep::destination

#include "jwtkeep/destination/k8s/secret_data.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/ring_json.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::string_view kOwn = "jwtkeep.dev/";

bool is_alphanumeric(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_label(std::string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest && is_alphanumeric(text.front()) && is_alphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

/// Its parts may be longer than a label: Kubernetes bounds the whole alone.
bool is_subdomain(std::string_view text) {
  constexpr std::size_t kLongest = 253;
  if (text.size() > kLongest) return false;
  while (true) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot), kLongest)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

Result<SecretBytes> render_data(const Held& held, Role role, std::string_view prefix) {
  JWTKEEP_TRY(const auto all, variables(held, role, prefix));
  std::size_t size = 0;
  for (const auto& variable : all) size += variable.value.size();
  if (size > kMostBytes) {
    return fail(Reason::bad_value, fmt::format("the keyring has {} bytes, and a Kubernetes Secret holds 1 MiB", size),
                "retire keys that are no longer needed");
  }
  return canonical_data(all);
}

std::optional<std::vector<Variable>> secret_data(const Json& secret) {
  std::vector<Variable> found;
  const auto* data = secret.find("data");
  if (data != nullptr && !data->is_null()) {
    if (data->members() == nullptr) return std::nullopt;
    for (const auto& [name, value] : *data->members()) {
      // Go writes an empty value as null where it never was set.
      if (value.is_null()) {
        found.push_back({name, {}, true});
        continue;
      }
      if (value.secret() == nullptr) return std::nullopt;
      auto bytes = value.secret()->reveal([](base::ByteView text) { return base::base64_decode_secret(text); });
      if (!bytes) return std::nullopt;
      found.push_back({name, *std::move(bytes), true});
    }
  }
  const auto* texts = secret.find("stringData");
  if (texts == nullptr || texts->is_null()) return found;
  if (texts->members() == nullptr) return std::nullopt;
  for (const auto& [name, value] : *texts->members()) {
    if (value.secret() == nullptr) return std::nullopt;
    std::erase_if(found, [&](const Variable& other) { return other.name == name; });
    found.push_back({name, value.secret()->clone(), true});
  }
  return found;
}

SecretBytes canonical_data(const std::vector<Variable>& data) {
  auto object = Json::object();
  for (const auto& variable : data) {
    const bool is_text = variable.value.reveal([](base::ByteView bytes) { return base::is_utf8(bytes); });
    object.set(variable.name, Json(is_text ? variable.value.clone() : base::base64_encode_secret(variable.value)));
  }
  return canonical_object(object);
}

std::vector<Variable> annotations_of(const Marks& marks, const std::vector<Variable>& variables) {
  std::vector<std::string> names;
  names.reserve(variables.size());
  for (const auto& variable : variables) names.push_back(variable.name);
  std::ranges::sort(names);
  std::vector<Variable> annotations;
  const auto add = [&](std::string_view name, std::string_view value) {
    annotations.push_back({fmt::format("{}{}", kOwn, name), SecretBytes::copy_of(value), false});
  };
  add("digest", marks.digest);
  add("keyring", marks.keyring);
  add("revision", std::to_string(marks.revision));
  add("variables", fmt::format("{}", fmt::join(names, ",")));
  return annotations;
}

bool is_own_annotation(std::string_view name) noexcept { return name.starts_with(kOwn); }

Result<void> check_names(std::string_view name, std::string_view name_space) {
  if (!is_subdomain(name)) {
    return fail(Reason::bad_value, fmt::format("`{}` cannot name a Kubernetes Secret", name),
                "use at most 253 of a-z, 0-9, `-` and `.`, beginning and ending with a letter or a digit");
  }
  if (!is_label(name_space, 63)) {
    return fail(Reason::bad_value, fmt::format("`{}` cannot name a Kubernetes namespace", name_space),
                "use at most 63 of a-z, 0-9 and `-`, beginning and ending with a letter or a digit");
  }
  return {};
}

}  // namespace jwtkeep::destination

#include "jwtkeep/destination/env_overwrite.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/counted.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/dotenv_text.hpp"
#include "jwtkeep/destination/standing_file.hpp"

namespace jwtkeep::destination {
namespace {

using Names = std::vector<std::string>;

base::Result<Names> names_in_json(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto json, base::parse_json(text));
  if (json.members() == nullptr) return base::fail(base::Reason::malformed, "this is no JSON object");
  Names names;
  for (const auto& [name, value] : *json.members()) names.push_back(name);
  return names;
}

base::Result<Names> names_in_dotenv(const base::SecretBytes& text) {
  JWTKEEP_TRY(const auto variables, read_dotenv(text));
  Names names;
  for (const auto& variable : variables) names.push_back(variable.name);
  return names;
}

bool is_manifest_of(const base::SecretBytes& text, std::string_view k8s_name) {
  return text.reveal([&](base::ByteView bytes) {
    const auto manifest = base::as_text(bytes);
    return manifest.starts_with("apiVersion: v1\nkind: Secret\n") &&
           manifest.contains(fmt::format("\n  name: \"{}\"\n", k8s_name)) && !manifest.contains("\n---");
  });
}

std::unexpected<base::Error> lost(const std::string& path, std::string_view what) {
  return base::fail(base::Reason::unsafe_place, fmt::format("{} holds {}, which would be lost", path, what),
                    "give a file of its own with -o, or move this one away first");
}

}  // namespace

base::Result<void> check_env_overwrite(const std::string& path, const std::vector<Variable>& variables,
                                       EnvFormat format, std::string_view k8s_name) {
  JWTKEEP_TRY(const auto standing, read_standing_file(path));
  if (!standing || standing->text.empty()) return {};
  if (format == EnvFormat::k8s) {
    if (is_manifest_of(standing->text, k8s_name)) return {};
    return lost(path, "something else");
  }
  const auto names = format == EnvFormat::json ? names_in_json(standing->text) : names_in_dotenv(standing->text);
  if (!names) return lost(path, "something else");
  const auto others = std::ranges::count_if(*names, [&](const std::string& name) {
    return std::ranges::find(variables, name, &Variable::name) == variables.end();
  });
  if (others == 0) return {};
  return lost(path, base::counted(static_cast<std::uint64_t>(others), "other variable"));
}

}  // namespace jwtkeep::destination

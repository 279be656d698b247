// parse_toml and check_file: what is read is JSON that is written and read as the same; what the schema lets through is
// of its kinds alone.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/settings/schema.hpp"
#include "jwtkeep/settings/toml.hpp"

namespace base = jwtkeep::base;
namespace settings = jwtkeep::settings;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const settings::Schema schema{.keys = {{"a", settings::Kind::list}, {"b", settings::Kind::path}},
                                .tables = {{.name = "t", .keys = {{"c", settings::Kind::number}}}}};
  const auto json = settings::parse_toml(base::as_text({data, size}), "x");
  if (!json) return 0;
  if (!json->is_object()) std::abort();
  // JSON is read no deeper than 32 levels.
  const auto again = base::parse_json(base::write_json(*json));
  if (again && *again != *json) std::abort();
  const auto checked = settings::check_file(*json, schema, "x", "/f");
  if (!checked) return 0;
  for (const auto& [name, value] : *checked->members()) {
    if (name == "a" && value.items() != nullptr) continue;
    if (name == "b" && value.string() != nullptr && value.string()->starts_with('/')) continue;
    if (name != "t" || value.items() == nullptr) std::abort();
  }
  return 0;
}

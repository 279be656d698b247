// parse_json: whatever it takes is written, read back and equal, in both forms, and no secret is written unasked.
#include <cstdint>
#include <string>

#include "jwtkeep/base/json.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
using jwtkeep::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto json = base::parse_json(text);
  if (!json) {
    check(base::is_utf8(base::as_bytes(json.error().what)));
    return 0;
  }
  check(base::is_utf8({data, size}));
  const auto compact = base::write_json(*json);
  const auto again = base::parse_json(compact);
  check(again && *again == *json);
  check(base::write_json(*again) == compact);
  const auto pretty = base::parse_json(base::write_json_pretty(*json));
  check(pretty && *pretty == *json);

  base::JsonLimits limits;
  limits.secret_names = {"k"};
  const auto guarded = base::parse_json(text, limits);
  check(guarded.has_value());
  const auto shown = base::parse_json(base::write_with_secrets(*guarded, false));
  check(shown && *shown == *json);
  if (const auto* key = guarded->find("k")) check(key->string() == nullptr);
  return 0;
}

// cookie_value: what it gives is a piece of the field, is what no other cookie is, and is read again as the same.
#include <cstdint>
#include <cstdlib>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/web/cookie.hpp"

namespace base = jwtkeep::base;
namespace web = jwtkeep::web;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kName = "jwtkeep";
  const auto field = base::as_text({data, size});
  const auto found = web::cookie_value(field, kName);
  if (!found || !*found) return 0;
  const auto value = **found;
  if (value.find_first_of("\",; \\\r\n") != std::string_view::npos) std::abort();
  if (field.find(value) == std::string_view::npos) std::abort();
  const auto set = web::set_cookie({.name = kName, .value = value});
  const auto again = web::cookie_value(std::string_view(set).substr(0, set.find(';')), kName);
  if (!again || !*again || **again != value) std::abort();
  return 0;
}

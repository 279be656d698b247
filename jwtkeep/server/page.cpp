#include "jwtkeep/server/page.hpp"
#include "jwtkeep/base/whole_number.hpp"

#include <fmt/format.h>

namespace jwtkeep::server {

base::Result<std::uint64_t> number_parameter(const web::Target& target, std::string_view name, std::uint64_t usual) {
  const auto text = target.parameter(name);
  if (!text) return usual;
  const auto number = base::whole_number<std::uint64_t>(*text);
  if (number && *number <= kMostNumber) return *number;
  return base::fail(base::Reason::bad_value, fmt::format("\"{}\" has to be a whole number up to 2^53", name),
                    "leave it out for the first page");
}

base::Result<std::size_t> page_limit(const web::Target& target) {
  constexpr std::uint64_t kUsual = 100;
  JWTKEEP_TRY(const auto limit, number_parameter(target, "limit", kUsual));
  if (limit >= 1 && limit <= kMostListed) return static_cast<std::size_t>(limit);
  return base::fail(base::Reason::bad_value, fmt::format("\"limit\" is 1 to {}", kMostListed),
                    "leave it out for as many as a page has");
}

base::Result<bool> flag_parameter(const web::Target& target, std::string_view name, bool usual) {
  const auto text = target.parameter(name);
  if (!text) return usual;
  if (*text == "true" || *text == "false") return *text == "true";
  return base::fail(base::Reason::bad_value, std::string(name) + " is true or false", "leave it out for the usual");
}

}  // namespace jwtkeep::server

#include "jwtkeep/server/page.hpp"

#include <fmt/format.h>

#include <charconv>

namespace jwtkeep::server {

base::Result<std::uint64_t> number_parameter(const web::Target& target, std::string_view name, std::uint64_t usual) {
  const auto text = target.parameter(name);
  if (!text) return usual;
  std::uint64_t number = 0;
  const auto* const end = text->data() + text->size();
  if (const auto [at, error] = std::from_chars(text->data(), end, number); error == std::errc{} && at == end) {
    return number;
  }
  return base::fail(base::Reason::bad_value, fmt::format("\"{}\" has to be a whole number", name));
}

base::Result<Page> page_of(const web::Target& target, std::size_t most) {
  JWTKEEP_TRY(const auto limit, number_parameter(target, "limit", Page{}.limit));
  if (limit >= 1 && limit <= most) return Page{.limit = static_cast<std::size_t>(limit)};
  return base::fail(base::Reason::bad_value, fmt::format("\"limit\" is 1 to {}", most));
}

}  // namespace jwtkeep::server

// Which part of a list is asked for.
#pragma once

#include <cstddef>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::server {

struct Page {
  std::size_t limit = 100;
};

/// `?limit=`, at most `most`. Errors: `bad_value`.
base::Result<Page> page_of(const web::Target& target, std::size_t most);

/// A whole number in decimal digits. Errors: `bad_value`.
base::Result<std::uint64_t> number_parameter(const web::Target& target, std::string_view name, std::uint64_t usual);

}  // namespace jwtkeep::server

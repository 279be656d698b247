// Which part of a list is asked for.
#pragma once

#include <cstddef>
#include <cstdint>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::server {

inline constexpr std::size_t kMostListed = 1000;
/// What every reader of JSON knows exactly (RFC 8259 section 6).
inline constexpr std::uint64_t kMostNumber = std::uint64_t{1} << 53;

/// How many entries of a list are asked for by `?limit=`: at most `kMostListed`, 100 where nothing is said. Errors:
/// `bad_value`.
base::Result<std::size_t> page_limit(const web::Target& target);

/// A parameter that is a whole number in decimal digits, at most `kMostNumber`; `usual` where there is none. Errors:
/// `bad_value`.
base::Result<std::uint64_t> number_parameter(const web::Target& target, std::string_view name, std::uint64_t usual);

/// One that is `true` or `false`; `usual` where there is none. Errors: `bad_value`.
base::Result<bool> flag_parameter(const web::Target& target, std::string_view name, bool usual);

}  // namespace jwtkeep::server

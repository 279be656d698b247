// What the evaluator's files share: values, put together and decoded.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/literal.hpp"

namespace jwtkeep::scan::code {

/// Numbers in a row that are a key's bytes.
inline constexpr std::size_t kLeastBytes = 8;

Values unknown();

/// Each of `left` with each of `right` behind it.
Values concatenated(const Values& left, const Values& right, std::string_view separator = {});

/// Takes an encoding off each, and marks it as encoded; `none` only marks.
void decode_all(Values& values, Decoder decoder);

bool keeps(Effect effect) noexcept;
bool is_default_keyword(std::string_view name) noexcept;
std::string lower(std::string_view text);

}  // namespace jwtkeep::scan::code

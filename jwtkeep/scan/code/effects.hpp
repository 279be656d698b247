// What well-known functions do to the strings that they are given.
#pragma once

#include <string_view>

#include "jwtkeep/scan/code/literal.hpp"

namespace jwtkeep::scan::code {

enum class Effect : unsigned char {
  none,         ///< nothing is known of it
  pass,         ///< its receiver's or first argument's value is the same key
  keep,         ///< its receiver's value is, whatever it is given
  pass_second,  ///< its second argument's value is
  fallback,     ///< its last argument counts where its receiver has nothing
  decoder       ///< takes an encoding off: see `decoder_of`
};

/// By the function's own name, in any language.
Effect effect_of(std::string_view name) noexcept;

/// Puts a list's entries together.
bool is_join(std::string_view name) noexcept;

/// Reads the environment or the configuration; `chain` is the name with what it is called on, in lower case.
bool is_getter(std::string_view name, std::string_view chain) noexcept;

Decoder decoder_of(std::string_view name, std::string_view chain) noexcept;
/// Puts an encoding on: what comes out gives away the same key.
bool is_encoder(std::string_view name, std::string_view chain) noexcept;

}  // namespace jwtkeep::scan::code

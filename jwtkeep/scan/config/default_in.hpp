// What is taken where a setting is missing.
#pragma once

#include <optional>
#include <string_view>

#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

struct DefaultIn {
  Span name;   ///< of the setting or the variable; may be empty
  Span value;  ///< not empty
};

/// The first default in a value: `${X:-x}`, `${x.y:x}`, `{{ .Values.x | default "x" }}`, `<%= ENV["X"] || "x" %>`,
/// `env("X", "x")`.
std::optional<DefaultIn> default_in(std::string_view value) noexcept;

}  // namespace jwtkeep::scan

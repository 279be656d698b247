// One text as the extractors see it.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

#include "jwtkeep/scan/language.hpp"
#include "jwtkeep/scan/trigger.hpp"

namespace jwtkeep::scan {

/// A file's text, or a part of it: of a long one only the surroundings of its triggers are given (`is_part`), which may
/// begin amidst anything.
struct SourceText {
  std::string_view path;  ///< as it is reported, with `/`
  std::string_view text;  ///< UTF-8 for the most part; any bytes may stand in it
  Language language = Language::unknown;
  std::span<const Trigger> triggers = {};  ///< by offset
  bool speaks_of_jwt = false;              ///< the file does, in this part of it or elsewhere, or its path
  bool is_part = false;
  bool is_decoded = false;  ///< the file has it in another form: nobody has looked for triggers in it

  [[nodiscard]] bool has(Sign sign) const noexcept {
    return std::ranges::any_of(triggers, [&](const Trigger& trigger) { return trigger.sign == sign; });
  }
  [[nodiscard]] bool has_names() const noexcept { return std::ranges::any_of(triggers, is_of_names, &Trigger::sign); }
};

}  // namespace jwtkeep::scan

// The rules of rules/*.toml, as the build has read them.
#pragma once

#include <span>
#include <string_view>

#include "jwtkeep/scan/candidate.hpp"
#include "jwtkeep/scan/language.hpp"

namespace jwtkeep::scan {

/// A call that takes a secret, and where in it.
struct RuleCall {
  /// Its last parts, joined by `.`; `*` stands for any one part. Or the name of a member that is assigned to.
  std::string_view callee;
  int argument = -1;         ///< its place, from 0; -1: it has none
  std::string_view keyword;  ///< the argument's or the member's name; empty: it has none
  /// One of these stands in the file, in any case, and none of those behind a `!`; none: it needs none.
  std::span<const std::string_view> needs;
  bool assigned = false;  ///< no call: a secret is assigned to the member `callee`, wherever that stands
};

struct Rule {
  std::string_view id;
  std::string_view title;  ///< one line
  std::string_view help;   ///< what to do about a finding
  Kind kind;
  std::span<const Language> languages;  ///< of `calls`
  std::span<const RuleCall> calls;      ///< none: C++ looks for what the rule tells of
};

/// By id.
std::span<const Rule> all_rules() noexcept;

/// nullptr where there is none.
const Rule* find_rule(std::string_view id) noexcept;

}  // namespace jwtkeep::scan

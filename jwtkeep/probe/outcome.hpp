// What came of the attempts, and what they say about the verifier.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/probe/forgery.hpp"

namespace jwtkeep::probe {

enum class Outcome : std::uint8_t {
  refused,
  accepted,
  fetched,     ///< refused, but our listener was asked
  strained,    ///< it took far longer than the control, or the service did not live on
  unanswered,  ///< no answer, or none but that there were too many requests
  unsendable,  ///< the token cannot stand where tokens go
};
std::string_view word(Outcome outcome) noexcept;

/// One attempt and what came of it.
struct Tried {
  std::string what;
  Outcome outcome = Outcome::unanswered;
  int status = 0;  ///< 0: none came
  std::chrono::milliseconds took{};
};

/// A forgery that had another outcome than to be refused.
struct Finding {
  const Forgery* forgery = nullptr;
  std::vector<Tried> hits;  ///< at least one
  std::size_t tried = 0;    ///< attempts of this class, the hits among them
};

/// A token whose fate is known beforehand.
struct Control {
  std::string what;
  bool should_be_accepted = false;
  bool was_accepted = false;
  int status = 0;
};

enum class Verdict : std::uint8_t {
  sound,              ///< every forgery that was tried is refused; leniences may stand among the findings
  accepts_forgeries,  ///< of severity high or critical
  accepts_any,        ///< a wrong signature is accepted: the verifier checks nothing
  none,               ///< the controls do not hold, so that nothing is known
};
std::string_view word(Verdict verdict) noexcept;

struct Report {
  std::string target;  ///< the URL, without its query
  std::string alg;     ///< of the good token
  Verdict verdict = Verdict::none;
  /// Why there is no verdict; or, beside forgeries that were accepted, why the others may not have been judged.
  std::string why = {};
  std::vector<Control> controls = {};
  std::vector<Finding> findings = {};
  std::vector<std::pair<const Forgery*, std::size_t>> refused = {};  ///< with how many attempts
  std::vector<std::pair<const Forgery*, std::string>> untried = {};  ///< with why
  std::vector<std::string> remarks = {};
  std::size_t requests = 0;  ///< that were sent, controls and repetitions with them
};

/// What stands for a verifier that takes the control with the wrong signature.
const Forgery& unchecked() noexcept;

/// Whether a finding makes the answer negative; with `strict` a lenience does too.
bool counts(const Finding& finding, bool strict) noexcept;

}  // namespace jwtkeep::probe

// What counts as an accepted token: the verifier's answer tells.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::probe {

/// What the service under test said.
struct Answer {
  int status = 0;
  std::string text = {};  ///< the body, or as much of it as was read
  std::chrono::microseconds took{};
  std::optional<base::Seconds> retry_after = {};
};

/// Statuses from `first` to `last`, both with it.
struct StatusRange {
  int first = 200;
  int last = 299;
  friend bool operator==(const StatusRange&, const StatusRange&) = default;
};

/// `200-299,304`. Errors: `bad_value`.
base::Result<std::vector<StatusRange>> parse_statuses(std::string_view text);

struct Acceptance {
  std::vector<StatusRange> statuses{StatusRange{}};
  std::string accept_text = {};  ///< has to stand in the body; empty: need not
  std::string refuse_text = {};  ///< must not stand there; empty: nothing is looked for

  [[nodiscard]] bool accepts(const Answer& answer) const;
};

}  // namespace jwtkeep::probe

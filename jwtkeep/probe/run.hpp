// Sends the attempts, one after the other, and judges each by the answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/probe/acceptance.hpp"
#include "jwtkeep/probe/outcome.hpp"
#include "jwtkeep/probe/plan.hpp"

namespace jwtkeep::probe {

/// How the run reaches the world.
struct Conduct {
  /// The answer to a request with this token, or without any. Errors: `bad_value` where the token cannot be sent so;
  /// all others: no answer came.
  std::function<base::Result<Answer>(const std::optional<std::string>& token)> send;
  std::function<void(std::chrono::milliseconds)> wait;
  std::function<bool(std::string_view path)> was_fetched;  ///< at our listener
  std::function<void(const std::string& text)> tell;       ///< what is worth knowing at once
  std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Controls, attempts, controls again. `anew` is a further control, see `signed_anew`. Errors: those of `send` for the
/// very first request; `unsafe_place` whenever it comes. All else is in the report: also that there is no verdict.
base::Result<Report> run(const GoodToken& good, const std::vector<Planned>& planned, const Acceptance& acceptance,
                         const Conduct& conduct, const std::optional<std::string>& anew = {});

}  // namespace jwtkeep::probe

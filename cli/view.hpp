// Keyrings as people and programs read them.
#pragma once

#include <string>
#include <vector>

#include "cli/output.hpp"
#include "jwtkeep/keyring/forecast.hpp"
#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/keyring/shown_json.hpp"
#include "jwtkeep/rotate/rotate.hpp"

namespace jwtkeep::cli {

/// `in 3m20s`, `2d ago`, `now`.
std::string relative(base::Instant at, base::Instant now);
/// How long it is from `now` until `at`, which lies ahead; rounded up.
std::string time_left(base::Instant at, base::Instant now);

/// A state in its colour.
std::string state_text(const Output& out, keyring::State state);

/// One sentence on a step that lies ahead: what, when, and what it waits for.
std::string step_sentence(const keyring::Step& step, const keyring::Policy& policy, base::Instant now);

/// One sentence on a step that has been taken.
std::string taken_sentence(const keyring::Step& step);

/// What comes next for a keyring: the earliest step, or what holds it.
std::string next_sentence(const keyring::Steps& ahead, const keyring::Policy& policy, base::Instant now);

}  // namespace jwtkeep::cli

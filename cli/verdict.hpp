// A judgement on a secret, for people.
#pragma once

#include <string>

#include "cli/output.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::cli {

/// The verdict, the number of guesses and what they take, and each finding with its place.
std::string verdict_text(const Output& out, const strength::Judgement& judgement);

}  // namespace jwtkeep::cli

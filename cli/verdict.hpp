// A judgement on a secret, for people.
#pragma once

#include <span>
#include <string>

#include "cli/output.hpp"
#include "jwtkeep/strength/describe.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::cli {

/// The verdict, the number of guesses and how long each of the guessers takes, and each finding with its place.
std::string verdict_text(const Output& out, const strength::Judgement& judgement,
                         std::span<const strength::Guesser> guessers);

}  // namespace jwtkeep::cli

// A judgement as JSON.
#pragma once

#include <span>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/strength/describe.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

/// The judgement as the command line and the server give it, with the time that each of the guessers takes; holds
/// nothing of the secret but lengths, offsets and, where it is published, whose it is.
base::Json to_json(const Judgement& judgement, std::span<const Guesser> guessers = {});

}  // namespace jwtkeep::strength

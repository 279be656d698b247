// The words that belong to whoever uses a secret. Internal to this room.
#pragma once

#include <string>
#include <vector>

namespace jwtkeep::strength {

/// The words of `context` in lower case, whole and in their parts (`api.example.com` gives `api`, `example` and
/// `apiexamplecom` too).
std::vector<std::string> personal_words(const std::vector<std::string>& context);

}  // namespace jwtkeep::strength

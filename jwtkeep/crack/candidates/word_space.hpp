// Words as they are, changed by rules, and decoded.
#pragma once

#include <vector>

#include "jwtkeep/crack/candidates/encoding.hpp"
#include "jwtkeep/crack/candidates/rule.hpp"
#include "jwtkeep/crack/candidates/space.hpp"
#include "jwtkeep/crack/candidates/word_source.hpp"

namespace jwtkeep::crack {

using Rules = std::shared_ptr<const std::vector<Rule>>;

/// For each word each rule, for each of those each encoding. Where there are no rules the words stay as they are.
std::unique_ptr<Space> word_space(std::unique_ptr<WordSource> source, Rules rules, std::vector<Encoding> encodings);

}  // namespace jwtkeep::crack

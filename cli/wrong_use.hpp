// What is said when the command line does not fit.
#pragma once

#include "jwtkeep/base/result.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own name
class App;
class ParseError;
}  // namespace CLI

namespace jwtkeep::cli {

/// The parser's refusal in our words. No value that was given is repeated: it may be a secret in the wrong place, and
/// stderr ends in logs.
base::Error explain(const CLI::App& root, const CLI::ParseError& error);

}  // namespace jwtkeep::cli

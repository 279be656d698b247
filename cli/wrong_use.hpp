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

/// The innermost command that was given, as it is called: `export jwks`; empty where there is none.
std::string command_path(const CLI::App& root);

/// `see: jwtkeep export jwks --help`.
std::string help_hint(const std::string& path);

}  // namespace jwtkeep::cli

// Short ways to run real programs with variables.
#pragma once

#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jwtkeep/destination/process.hpp"
#include "pipe.hpp"
#include "tests/unit/base/secret_text.hpp"

namespace jwtkeep::destination {

inline Variable variable(std::string name, std::string_view value, bool secret = true) {
  return {std::move(name), base::SecretBytes::copy_of(value), secret};
}

template <class... More>
std::vector<Variable> list(More... more) {
  std::vector<Variable> all;
  (all.push_back(std::move(more)), ...);
  return all;
}

/// Bash: dash knows descriptors of one digit alone, and a program with many servers has more.
inline Command shell(std::string script) { return {{"/bin/bash", "-c", std::move(script)}, environ}; }

/// How a program ended, and what it wrote.
struct Ran {
  int code = -1;
  std::string out;
};

/// Runs a program to its end; it finds the descriptor to write to in `OUT`.
inline Ran run(Command command, std::vector<Variable> variables) {
  Pipe pipe;
  variables.push_back(variable("OUT", pipe.number(), false));
  auto child = Process::start(command, variables);
  if (!child) return {-1, child.error().what};
  auto out = pipe.rest();
  const auto code = child->wait();
  return {code ? *code : -1, std::move(out)};
}

}  // namespace jwtkeep::destination

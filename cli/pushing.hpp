// How the commands that reach places do it: whose name, which clock, how fast.
#pragma once

#include <memory>
#include <string>

#include "cli/command.hpp"
#include "jwtkeep/rotate/push_many.hpp"

namespace jwtkeep::cli {

/// Options of every command that may push.
struct PushingOptions {
  std::size_t max_rps = 0;  ///< 0: no bound
  std::size_t parallel = 8;
  std::string timeout = {};  ///< a duration; empty: as long as each kind of place allows
};

void add_pushing_options(Arguments& app, PushingOptions& options);

/// Pushes by the machine's clock, in this user's name.
rotate::Pusher pusher_on(store::Store& store);

/// Credentials of this process's environment. Any thread may call what it gives. Errors: `bad_value`.
base::Result<std::function<std::unique_ptr<destination::Opener>()>> openers(const PushingOptions& options);

/// A destination as it was given on the command line: a relative path is taken from the working folder.
base::Result<destination::Address> parse_address(const std::string& text);

/// Names what failed, what another hand had changed and what else should be known, on stderr.
void warn_of(Output& out, const rotate::PushReport& report);
base::Json push_json(const rotate::PushReport& report);

}  // namespace jwtkeep::cli

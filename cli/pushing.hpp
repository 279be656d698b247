// How the commands that reach places do it: whose name, which clock, how fast.
#pragma once

#include <memory>

#include "cli/command.hpp"
#include "jwtkeep/rotate/push_many.hpp"

namespace jwtkeep::cli {

/// Options of every command that may push.
struct PushingOptions {
  std::size_t max_rps = 0;  ///< 0: no bound
  std::size_t parallel = 8;
};

void add_pushing_options(Arguments& app, PushingOptions& options);

/// Pushes by the machine's clock, in this user's name.
rotate::Pusher pusher_on(store::Store& store);

/// Credentials of this process's environment. Any thread may call what it gives.
std::function<std::unique_ptr<destination::Opener>()> openers(const PushingOptions& options);

/// A destination as it was given on the command line: a relative path is taken from the working folder.
base::Result<destination::Address> parse_address(const std::string& text);

/// Names what failed and what another hand had changed, on stderr.
void warn_of(Output& out, const rotate::PushReport& report);
base::Json push_json(const rotate::PushReport& report);

}  // namespace jwtkeep::cli

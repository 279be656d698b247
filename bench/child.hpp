// The binary in a process of its own, as users start it.
#pragma once

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace jwtkeep::bench {

/// Starts it with standard output to nowhere; -1 where it cannot be started.
inline pid_t start_child(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), JWTKEEP_BINARY);
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = -1;
  if (posix_spawn(&child, JWTKEEP_BINARY, &actions, nullptr, argv.data(), environ) != 0) child = -1;
  posix_spawn_file_actions_destroy(&actions);
  return child;
}

/// The exit code; -1 where it was not started or did not exit.
inline int end_of_child(pid_t child) {
  int status = -1;
  if (child <= 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

inline int run_child(std::vector<std::string> arguments) { return end_of_child(start_child(std::move(arguments))); }

}  // namespace jwtkeep::bench

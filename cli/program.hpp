// The whole program but for `main`, so that tests can link it with a faulty file system underneath.
#pragma once

namespace jwtkeep::cli {

/// Parses the command line, runs the command and gives its exit code (DESIGN, "exit").
int run(int argc, char** argv);

}  // namespace jwtkeep::cli

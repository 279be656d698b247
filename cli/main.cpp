#include "cli/program.hpp"

int main(int argc, char** argv) { return jwtkeep::cli::run(argc, argv); }

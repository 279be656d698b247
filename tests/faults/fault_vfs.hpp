// A disk that fails on command. Linked into a program, it stands between SQLite and the operating system.
#pragma once

#include <cstdint>
#include <string>

namespace jwtkeep::faults {

/// What happens at the n-th change of the store's files. A change is a write, a truncation, a sync or a deletion of the
/// database, its write-ahead log or its journal; the shared memory file is mapped, so nothing of it is seen here.
enum class Mode : std::uint8_t {
  none,   ///< nothing: an honest disk
  kill,   ///< SIGKILL before the change
  tear,   ///< half of a write, then SIGKILL; otherwise like `kill`
  full,   ///< a full disk from then on: every write and truncation fails
  ioerr,  ///< this one change fails, the next is good again
  count,  ///< nothing, but the number of changes is written to a file when the program ends
};

struct Fault {
  Mode mode = Mode::none;
  std::uint64_t at = 0;  ///< from 1
  std::string file;      ///< of `count`
};

/// Reads `kill:N`, `tear:N`, `full:N`, `ioerr:N` or `count:FILE`, the value of JWTKEEP_FAULT; nullptr is `none`. Ends
/// the program at anything else, for a test that asks for a fault must not go on without one.
Fault parse_fault(const char* text);

}  // namespace jwtkeep::faults

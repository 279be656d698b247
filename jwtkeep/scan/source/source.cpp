#include "jwtkeep/scan/source/source.hpp"

namespace jwtkeep::scan {

std::string_view word(Skip skip) noexcept {
  switch (skip) {
    case Skip::ignored: return "ignored";
    case Skip::not_a_file: return "not-a-file";
    case Skip::symlink: return "symlink";
    case Skip::permission: return "permission";
    case Skip::vanished: return "vanished";
    case Skip::changed: return "changed";
    case Skip::read_error: return "read-error";
    case Skip::file_too_large: return "file-too-large";
    case Skip::archive_too_large: return "archive-too-large";
    case Skip::archive_damaged: return "archive-damaged";
    case Skip::archive_encrypted: return "archive-encrypted";
    case Skip::compressed: return "compressed";
    case Skip::object_damaged: return "object-damaged";
    case Skip::object_missing: return "object-missing";
    case Skip::submodule: return "submodule";
  }
  return "";
}

SourceCounts& SourceCounts::operator+=(const SourceCounts& more) noexcept {
  blobs += more.blobs;
  bytes += more.bytes;
  for (std::size_t at = 0; at < kSkips; ++at) skipped[at] += more.skipped[at];
  return *this;
}

}  // namespace jwtkeep::scan

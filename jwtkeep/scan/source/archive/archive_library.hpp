// libarchive, loaded when the first archive is met: it needs a dozen libraries, which would cost every command two
// milliseconds at its start. Internal to this folder.
#pragma once

#include <archive.h>
#include <archive_entry.h>

namespace jwtkeep::scan {

// Each under its own name.
// NOLINTBEGIN(readability-identifier-naming)
// clang-format off
#define JWTKEEP_ARCHIVE_FUNCTIONS(X) \
  X(archive_entry_filetype) \
  X(archive_entry_hardlink) \
  X(archive_entry_is_encrypted) \
  X(archive_entry_pathname) \
  X(archive_entry_pathname_utf8) \
  X(archive_error_string) \
  X(archive_filter_code) \
  X(archive_filter_count) \
  X(archive_read_data) \
  X(archive_read_data_skip) \
  X(archive_read_free) \
  X(archive_read_new) \
  X(archive_read_next_header) \
  X(archive_read_open1) \
  X(archive_read_set_callback_data) \
  X(archive_read_set_read_callback) \
  X(archive_read_set_seek_callback) \
  X(archive_read_set_skip_callback) \
  X(archive_read_support_filter_bzip2) \
  X(archive_read_support_filter_gzip) \
  X(archive_read_support_filter_xz) \
  X(archive_read_support_filter_zstd) \
  X(archive_read_support_format_empty) \
  X(archive_read_support_format_raw) \
  X(archive_read_support_format_tar) \
  X(archive_read_support_format_zip) \
  X(archive_set_error)
// clang-format on

struct ArchiveLibrary {
// NOLINTNEXTLINE(bugprone-macro-parentheses): a name that is declared
#define JWTKEEP_MEMBER(name) decltype(&::name) name = nullptr;
  JWTKEEP_ARCHIVE_FUNCTIONS(JWTKEEP_MEMBER)
#undef JWTKEEP_MEMBER
};
// NOLINTEND(readability-identifier-naming)

/// Null where it is not installed, or lacks one of these. Never unloaded.
const ArchiveLibrary* archive_library() noexcept;

}  // namespace jwtkeep::scan

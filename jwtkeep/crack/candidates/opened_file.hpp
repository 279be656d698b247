// A file that is read, with errors that name it. Internal to this room.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// An open descriptor and its name for messages. Move-only.
class OpenedFile {
 public:
  /// `-` is standard input. Errors: `not_found`, `permission`, `io_failed`; `bad_value` for a folder.
  static base::Result<OpenedFile> open(const std::string& path);
  OpenedFile(OpenedFile&& other) noexcept;
  OpenedFile& operator=(OpenedFile&&) = delete;
  OpenedFile(const OpenedFile&) = delete;
  OpenedFile& operator=(const OpenedFile&) = delete;
  ~OpenedFile();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool is_regular() const noexcept { return regular_; }
  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }  ///< of a regular file, in bytes
  /// When it was changed last, in nanoseconds since 1970.
  [[nodiscard]] std::int64_t modified() const noexcept { return modified_; }

  /// Up to `into.size()` bytes from `at`; fewer only at the end. Any thread.
  [[nodiscard]] base::Result<std::size_t> read_at(std::uint64_t at, std::span<char> into) const;
  /// The next bytes of a stream; 0 at its end, and once `stop` is set.
  [[nodiscard]] base::Result<std::size_t> read_next(std::span<char> into, const std::atomic<bool>& stop) const;

  [[nodiscard]] std::unexpected<base::Error> error(int error_number, const char* doing) const;

 private:
  OpenedFile(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}
  int descriptor_;
  std::string name_;
  bool regular_ = false;
  std::uint64_t size_ = 0;
  std::int64_t modified_ = 0;
};

}  // namespace jwtkeep::crack

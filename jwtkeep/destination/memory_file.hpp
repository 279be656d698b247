// A file that is in memory alone. Internal to this room.
#pragma once

#include <string>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// Content for a child that keeps the descriptor: on no disk, locked against swapping where the limits allow it, and
/// not readable in this process's own memory.
class MemoryFile {
 public:
  /// An empty one. Errors: `io_failed`.
  static base::Result<MemoryFile> make();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&&) = delete;
  ~MemoryFile();

  /// Replaces the content and wipes what was there. A reader amidst it may see an empty or a cut file, so it has to be
  /// told afterwards to read again. Errors: `io_failed`, `no_space`.
  base::Result<void> replace(const base::SecretBytes& content);

  [[nodiscard]] int fd() const noexcept { return file_.get(); }
  /// By which a process that holds the descriptor opens it: `/proc/self/fd/N`.
  [[nodiscard]] std::string path() const;

 private:
  explicit MemoryFile(base::FileHandle file) noexcept : file_(std::move(file)) {}
  base::Result<void> write_all(base::ByteView bytes);
  void lock(std::size_t size_bytes) noexcept;
  void unlock() noexcept;

  base::FileHandle file_;
  std::size_t size_bytes_ = 0;
  void* locked_ = nullptr;
  std::size_t locked_bytes_ = 0;
};

}  // namespace jwtkeep::destination

#include "jwtkeep/destination/memory_file.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "jwtkeep/base/system_error.hpp"

namespace jwtkeep::destination {

using base::ByteView;
using base::Result;

Result<MemoryFile> MemoryFile::make() {
  base::FileHandle file(::memfd_create("jwtkeep-env", MFD_CLOEXEC));
  // Readable through /proc also after the child has given up its user: only holders of the descriptor get there.
  if (!file || ::fchmod(file.get(), S_IRUSR | S_IRGRP | S_IROTH) != 0) {
    return std::unexpected(base::system_error(errno, "a file in memory"));
  }
  return MemoryFile(std::move(file));
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : file_(std::move(other.file_)),
      size_bytes_(std::exchange(other.size_bytes_, 0)),
      locked_(std::exchange(other.locked_, nullptr)),
      locked_bytes_(std::exchange(other.locked_bytes_, 0)) {}

MemoryFile::~MemoryFile() {
  // A child that lives on keeps the file: its content stays the child's.
  unlock();
}

Result<void> MemoryFile::replace(const base::SecretBytes& content) {
  const base::Bytes zeros(size_bytes_, 0);
  JWTKEEP_CHECK(write_all(zeros));
  unlock();
  if (::ftruncate(file_.get(), 0) != 0) return std::unexpected(base::system_error(errno, "a file in memory"));
  JWTKEEP_CHECK(content.reveal([&](ByteView bytes) { return write_all(bytes); }));
  size_bytes_ = content.size();
  lock(size_bytes_);
  return {};
}

std::string MemoryFile::path() const { return fmt::format("/proc/self/fd/{}", file_.get()); }

Result<void> MemoryFile::write_all(ByteView bytes) {
  off_t at = 0;
  while (!bytes.empty()) {
    const auto written = ::pwrite(file_.get(), bytes.data(), bytes.size(), at);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return std::unexpected(base::system_error(errno, "a file in memory"));
    at += written;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return {};
}

/// Pages stay out of the swap as long as a locked mapping holds them. The mapping itself is made unreadable at once.
void MemoryFile::lock(std::size_t size_bytes) noexcept {
  if (size_bytes == 0) return;
  void* mapped = ::mmap(nullptr, size_bytes, PROT_READ, MAP_SHARED, file_.get(), 0);
  if (mapped == MAP_FAILED) return;
  locked_ = mapped;
  locked_bytes_ = size_bytes;
  ::madvise(mapped, size_bytes, MADV_DONTDUMP);
  ::madvise(mapped, size_bytes, MADV_DONTFORK);
  ::mlock(mapped, size_bytes);
  ::mprotect(mapped, size_bytes, PROT_NONE);
}

void MemoryFile::unlock() noexcept {
  if (locked_ != nullptr) ::munmap(std::exchange(locked_, nullptr), std::exchange(locked_bytes_, 0));
}

}  // namespace jwtkeep::destination

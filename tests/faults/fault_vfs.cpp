#include "tests/faults/fault_vfs.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>
#include <utility>

namespace jwtkeep::faults {

Fault parse_fault(const char* text) {
  if (text == nullptr) return {};
  const std::string_view all(text);
  const auto colon = all.find(':');
  const auto word = all.substr(0, colon);
  const auto rest = colon == std::string_view::npos ? std::string_view{} : all.substr(colon + 1);
  if (word == "count" && !rest.empty()) return {.mode = Mode::count, .at = 0, .file = std::string(rest)};
  Fault fault;
  for (const auto& [name, mode] : {std::pair{"kill", Mode::kill}, std::pair{"tear", Mode::tear},
                                   std::pair{"full", Mode::full}, std::pair{"ioerr", Mode::ioerr}}) {
    if (word == name) fault.mode = mode;
  }
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), fault.at);
  if (fault.mode == Mode::none || error != std::errc{} || end != rest.data() + rest.size() || fault.at == 0) {
    std::fprintf(stderr, "JWTKEEP_FAULT=%s is none of kill:N tear:N full:N ioerr:N count:FILE\n", text);
    std::abort();
  }
  return fault;
}

namespace {

enum class Change : std::uint8_t { write, truncate, sync, erase };

/// The disk of this process: what it has been asked, and what it is to do.
class Disk {
 public:
  Disk() : fault_(parse_fault(std::getenv("JWTKEEP_FAULT"))) {}
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  ~Disk() {
    if (fault_.mode != Mode::count) return;
    auto* const file = std::fopen(fault_.file.c_str(), "w");
    const bool written =
        file != nullptr && std::fprintf(file, "%llu\n", static_cast<unsigned long long>(seen_.load())) > 0;
    if (!written || std::fclose(file) != 0) std::abort();
  }

  /// Counts a change and gives its outcome: SQLITE_OK when it may go on. `tear` writes half of it.
  template <class Tear>
  int meet(Change change, Tear tear) {
    const auto number = ++seen_;
    if (fault_.mode == Mode::none || fault_.mode == Mode::count || number < fault_.at) return SQLITE_OK;
    if (fault_.mode == Mode::full) {
      return change == Change::write || change == Change::truncate ? SQLITE_FULL : SQLITE_OK;
    }
    if (number > fault_.at) return SQLITE_OK;
    if (fault_.mode == Mode::ioerr) return io_error(change);
    if (fault_.mode == Mode::tear) tear();
    kill(getpid(), SIGKILL);
    pause();  // the signal comes before anything else can happen
    std::abort();
  }
  int meet(Change change) {
    return meet(change, [] {});
  }

 private:
  static int io_error(Change change) {
    switch (change) {
      case Change::write: return SQLITE_IOERR_WRITE;
      case Change::truncate: return SQLITE_IOERR_TRUNCATE;
      case Change::sync: return SQLITE_IOERR_FSYNC;
      case Change::erase: return SQLITE_IOERR_DELETE;
    }
    return SQLITE_IOERR;
  }

  Fault fault_;
  std::atomic<std::uint64_t> seen_{0};
};

Disk& disk() {
  static Disk the_disk;
  return the_disk;
}

/// The operating system's VFS.
sqlite3_vfs* real_vfs = nullptr;

/// What SQLite holds as a file: ours first, the real one in the bytes behind it.
struct File {
  sqlite3_file base;
  bool is_store;  ///< of the store, not a temporary one

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
static_assert(sizeof(File) % alignof(std::max_align_t) == 0, "the real file stands right behind");

File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return ours(file).real(); }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 from) {
  return real(file)->pMethods->xRead(real(file), into, size, from);
}
int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  const auto write = [&](int part) { return real(file)->pMethods->xWrite(real(file), bytes, part, at); };
  if (ours(file).is_store) {
    if (const int code = disk().meet(Change::write, [&] { write(size / 2); }); code != SQLITE_OK) return code;
  }
  return write(size);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (ours(file).is_store) {
    if (const int code = disk().meet(Change::truncate); code != SQLITE_OK) return code;
  }
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync_file(sqlite3_file* file, int flags) {
  if (ours(file).is_store) {
    if (const int code = disk().meet(Change::sync); code != SQLITE_OK) return code;
  }
  return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int is_locked(sqlite3_file* file, int* locked) { return real(file)->pMethods->xCheckReservedLock(real(file), locked); }
int control_file(sqlite3_file* file, int what, void* value) {
  return real(file)->pMethods->xFileControl(real(file), what, value);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** mapped) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, mapped);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shared_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int erase) { return real(file)->pMethods->xShmUnmap(real(file), erase); }

/// Version 2: without xFetch, so that no page is read or written but by the functions above.
constexpr sqlite3_io_methods kMethods{
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_locked,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* /*vfs*/, sqlite3_filename path, sqlite3_file* file, int flags, int* flags_out) {
  constexpr int kStoreFiles = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  auto* const opened = new (file) File{.base = {.pMethods = nullptr}, .is_store = (flags & kStoreFiles) != 0};
  const int code = real_vfs->xOpen(real_vfs, path, opened->real(), flags, flags_out);
  // Methods mean that SQLite has to close it, also after an error.
  if (opened->real()->pMethods != nullptr) opened->base.pMethods = &kMethods;
  return code;
}

int erase_file(sqlite3_vfs* /*vfs*/, const char* path, int sync_folder) {
  if (const int code = disk().meet(Change::erase); code != SQLITE_OK) return code;
  return real_vfs->xDelete(real_vfs, path, sync_folder);
}

/// Becomes the default before main begins.
struct Registration {
  Registration() {
    disk();  // first, so that it ends last and counts everything
    real_vfs = sqlite3_vfs_find(nullptr);
    if (real_vfs == nullptr) std::abort();
    static sqlite3_vfs vfs = *real_vfs;
    vfs.zName = "jwtkeep-faults";
    vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = erase_file;
    if (sqlite3_vfs_register(&vfs, 1) != SQLITE_OK) std::abort();
  }
};
const Registration kRegistration;

}  // namespace
}  // namespace jwtkeep::faults

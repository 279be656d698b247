#include "cli/file_watch.hpp"

#include <sys/stat.h>

namespace jwtkeep::cli {

bool FileWatch::Seen::operator==(const Seen& other) const noexcept {
  return there == other.there && device == other.device && inode == other.inode && size == other.size &&
         modified.tv_sec == other.modified.tv_sec && modified.tv_nsec == other.modified.tv_nsec;
}

FileWatch::FileWatch(std::vector<std::string> paths) : paths_(std::move(paths)), known_(look()), last_(known_) {}

std::vector<FileWatch::Seen> FileWatch::look() const {
  std::vector<Seen> seen;
  for (const auto& path : paths_) {
    struct stat status{};
    // What links lead to: Kubernetes and certbot change those.
    const bool there = stat(path.c_str(), &status) == 0;
    seen.push_back(there ? Seen{.there = true,
                                .device = status.st_dev,
                                .inode = status.st_ino,
                                .size = status.st_size,
                                .modified = status.st_mtim}
                         : Seen{});
  }
  return seen;
}

bool FileWatch::changed() {
  auto now = look();
  const bool rests = now == last_;
  last_ = std::move(now);
  if (!rests || last_ == known_) return false;
  known_ = last_;
  return true;
}

void FileWatch::forget() {
  known_ = look();
  last_ = known_;
}

}  // namespace jwtkeep::cli

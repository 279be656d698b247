// Whether files are others than they were.
#pragma once

#include <sys/types.h>

#include <ctime>
#include <string>
#include <vector>

namespace jwtkeep::cli {

/// Looks at files by what the file system says of them. A change counts once nothing more has changed between two
/// looks: of a certificate and its key the second may come a moment later.
class FileWatch {
 public:
  /// As they are now.
  explicit FileWatch(std::vector<std::string> paths);

  /// Whether they have changed since this last said so, and have come to rest.
  bool changed();
  /// As they are now is what is known.
  void forget();

 private:
  struct Seen {
    bool there = false;
    dev_t device = 0;
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{};
    bool operator==(const Seen& other) const noexcept;
  };
  [[nodiscard]] std::vector<Seen> look() const;

  std::vector<std::string> paths_;
  std::vector<Seen> known_;
  std::vector<Seen> last_;
};

}  // namespace jwtkeep::cli

// One file of patterns: a .gitignore, .git/info/exclude, core.excludesFile. Internal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jwtkeep/base/text_hash.hpp"
#include "jwtkeep/scan/source/ignore/glob.hpp"

namespace jwtkeep::scan {

/// What a file of patterns says of a path. The last pattern that matches decides.
enum class IgnoreVerdict : std::uint8_t { undecided, ignored, kept };

class IgnoreFile {
 public:
  IgnoreFile() = default;
  /// Any text: lines that mean nothing are passed over, as git does.
  explicit IgnoreFile(std::string_view text);

  [[nodiscard]] bool empty() const noexcept { return patterns_.empty(); }
  /// `path` from the folder that the patterns are for, `name` its last part.
  [[nodiscard]] IgnoreVerdict judge(std::string_view path, std::string_view name, bool is_folder) const;

 private:
  enum class Form : std::uint8_t { name, name_end, name_glob, path, path_glob };
  struct Pattern {
    Form form;
    bool keeps;           ///< `!`
    bool folders;         ///< `/` at its end: no files
    std::string literal;  ///< of a glob: the plain beginning of a path
    std::size_t glob = 0;
  };
  void add(std::string_view line);
  [[nodiscard]] bool matches(const Pattern& pattern, std::string_view path, std::string_view name) const;

  std::vector<Pattern> patterns_;
  std::vector<Glob> globs_;
  /// Most patterns are names, and most names are in no pattern: theirs are looked up, the others are tried in turn.
  std::unordered_map<std::string, std::vector<std::size_t>, base::TextHash, std::equal_to<>> names_;
  std::vector<std::size_t> others_;
};

/// The patterns that hold in a folder: its own, then those of the folders above.
struct IgnoreLevel {
  std::shared_ptr<const IgnoreLevel> above;
  IgnoreFile file;
  std::size_t prefix_bytes = 0;  ///< of paths from the top: what stands before the ones that `file` speaks of

  /// The nearest file that says something decides. `path` from the top.
  [[nodiscard]] static bool ignores(const IgnoreLevel* level, std::string_view path, std::string_view name,
                                    bool is_folder);
};

}  // namespace jwtkeep::scan

// A folder of the test's own, what a source reads of it, and a git that knows no user.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/source/source.hpp"
#include "jwtkeep/scan/source/tally.hpp"
#include "jwtkeep/scan/source/tree.hpp"

namespace jwtkeep::scan {

/// What a source has told.
struct Told {
  std::mutex mutex;
  std::map<std::string, std::string> text;    ///< by path: the bytes that each piece was to tell, one behind the other
  std::map<std::string, std::string> object;  ///< by path: of a history, one of the blobs there
  std::map<std::string, std::string> by_object;  ///< as `text`, by the object
  std::vector<Blob> pieces;                      ///< their bytes are gone
  std::vector<Skipped> skipped;
  SourceCounts counts;

  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> all;
    for (const auto& [path, content] : text) all.push_back(path);
    return all;
  }
  [[nodiscard]] std::vector<std::string> skipped_as(Skip why) const {
    std::vector<std::string> all;
    for (const auto& one : skipped) {
      if (one.why == why) all.push_back(one.path);
    }
    std::ranges::sort(all);
    return all;
  }
  [[nodiscard]] std::uint64_t count(Skip why) const { return counts.skipped[static_cast<std::size_t>(why)]; }
};

class Scene {
 public:
  Scene() {
    std::string pattern = testing::TempDir() + "scan_XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = std::filesystem::canonical(pattern);
    std::filesystem::permissions(root_, std::filesystem::perms(0755));
    environment_ = {"PATH=" + std::string(::getenv("PATH")),
                    "HOME=" + (root_ / ".home").string(),
                    "GIT_CONFIG_NOSYSTEM=1",
                    "GIT_AUTHOR_NAME=Ann",
                    "GIT_AUTHOR_EMAIL=ann@example.org",
                    "GIT_COMMITTER_NAME=Ann",
                    "GIT_COMMITTER_EMAIL=ann@example.org"};
    for (const auto& entry : environment_) pointers_.push_back(entry.c_str());
    pointers_.push_back(nullptr);
  }
  ~Scene() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  [[nodiscard]] std::string path(std::string_view below = {}) const {
    return below.empty() ? root_.string() : (root_ / below).string();
  }
  void write(std::string_view below, std::string_view text) const {
    const auto target = root_ / below;
    std::filesystem::create_directories(target.parent_path());
    std::ofstream(target, std::ios::binary) << text;
  }
  /// A shell's command in `folder`; its output. Fails the test unless it ends well, or `may_fail`.
  std::string sh(const std::string& command, std::string_view folder = {}, bool may_fail = false) const {
    std::string line = "cd '" + path(folder) + "' && env -i";
    for (const auto& entry : environment_) line += " '" + entry + "'";
    write(".command", command);
    line += " sh '" + path(".command") + "' 2>&1";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(line.c_str(), "r"), [](FILE*) { return 0; });
    std::string output;
    std::array<char, 4096> some{};
    while (const auto got = std::fread(some.data(), 1, some.size(), pipe.get())) output.append(some.data(), got);
    const int status = ::pclose(pipe.get());
    std::filesystem::remove(path(".command"));
    if (!may_fail) {
      EXPECT_EQ(status, 0) << command << "\n" << output;
    }
    return output;
  }

  [[nodiscard]] SourceOptions options() const {
    SourceOptions options;
    options.threads = 2;
    options.environment = pointers_.data();
    return options;
  }
  /// Reads a source as `read` does, and keeps what it tells. `on_blob` is called before that.
  std::unique_ptr<Told> look(const std::function<base::Result<void>(Tally&)>& read, const SourceOptions& options,
                             const std::function<void(const Blob&)>& on_blob = {}) const {
    auto seen = std::make_unique<Told>();
    SourceEvents events;
    events.blob = [&](std::size_t /*thread*/, const Blob& blob) {
      if (on_blob) on_blob(blob);
      const std::scoped_lock lock(seen->mutex);
      const auto from = std::min(blob.tell_from, blob.bytes.size());
      const auto until = std::min(blob.tell_until, blob.bytes.size());
      const auto text = base::as_text(blob.bytes).substr(from, until - from);
      seen->text[blob.path].append(text);
      if (!blob.object.empty()) {
        seen->object[blob.path] = blob.object;
        seen->by_object[blob.object].append(text);
      }
      seen->pieces.push_back(blob);
      seen->pieces.back().bytes = {};
    };
    events.skipped = [&](const Skipped& skipped) {
      const std::scoped_lock lock(seen->mutex);
      seen->skipped.push_back(skipped);
    };
    Tally tally(options, events);
    const auto done = read(tally);
    EXPECT_TRUE(done) << done.error().what;
    seen->counts = tally.counts();
    return seen;
  }
  /// Of `below`, with paths from it.
  std::unique_ptr<Told> tree(std::string_view below, const SourceOptions& options,
                             const std::function<void(const Blob&)>& on_blob = {}) const {
    const auto folder = path(below);
    auto seen = look([&](Tally& tally) { return read_tree({folder}, tally); }, options, on_blob);
    std::map<std::string, std::string> shorter;
    for (auto& [at, text] : seen->text) shorter[at.substr(std::min(folder.size() + 1, at.size()))] = text;
    seen->text = std::move(shorter);
    for (auto& skipped : seen->skipped) skipped.path.erase(0, std::min(folder.size() + 1, skipped.path.size()));
    return seen;
  }
  std::unique_ptr<Told> tree(std::string_view below = {}) const { return tree(below, options()); }

 private:
  std::filesystem::path root_;
  std::vector<std::string> environment_;
  std::vector<const char*> pointers_;
};

}  // namespace jwtkeep::scan

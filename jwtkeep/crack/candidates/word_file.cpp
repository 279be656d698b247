#include "jwtkeep/crack/candidates/word_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace jwtkeep::crack {
namespace {

constexpr std::size_t kMoreBytes = std::size_t{64} << 10;

/// A line belongs to the block in which its first byte stands, wherever it ends.
class WordFile final : public WordSource {
 public:
  explicit WordFile(OpenedFile file) : file_(std::move(file)) {}

  base::Result<bool> take(Block& block) override {
    while (true) {
      const auto begin = next_.fetch_add(block_bytes());
      if (begin >= file_.size()) return false;
      JWTKEEP_TRY(const bool found, load(block, begin));
      if (found) return true;
    }
  }

  base::Result<void> seek(std::uint64_t at) override {
    next_ = at;
    return {};
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return file_.size(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return std::min(next_.load(), file_.size()); }

 private:
  /// False where no line begins within the block.
  base::Result<bool> load(Block& block, std::uint64_t begin) const {
    const auto end = std::min<std::uint64_t>(begin + block_bytes(), file_.size());
    // A line feed before the first byte tells that a line begins there.
    const auto from = begin == 0 ? 0 : begin - 1;
    JWTKEEP_TRY(auto size, read(block, 0, from, static_cast<std::size_t>(end - from)));
    const char* data = block.storage.data();
    std::size_t start = 0;
    if (begin > 0) {
      const auto* line_end = size < 2 ? nullptr : static_cast<const char*>(std::memchr(data, '\n', size - 1));
      if (line_end == nullptr) return false;
      start = static_cast<std::size_t>(line_end - data) + 1;
    }
    if (size == 0) return false;
    if (block.storage[size - 1] != '\n') {
      JWTKEEP_TRY(size, read_to_line_end(block, from, size));
    }
    block.begin = from + start;
    block.text = {block.storage.data() + start, size - start};
    return true;
  }

  base::Result<std::size_t> read(Block& block, std::size_t into, std::uint64_t at, std::size_t bytes) const {
    if (block.storage.size() < into + bytes) block.storage.resize(into + bytes);
    return file_.read_at(at, {block.storage.data() + into, bytes});
  }

  /// Gives the size up to the end of the line that the block breaks off.
  base::Result<std::size_t> read_to_line_end(Block& block, std::uint64_t from, std::size_t size) const {
    const auto before = size;
    while (size - before <= kMostLineBytes) {
      JWTKEEP_TRY(const auto more, read(block, size, from + size, kMoreBytes));
      if (more == 0) return size;
      const auto* added = block.storage.data() + size;
      const auto* line_end = static_cast<const char*>(std::memchr(added, '\n', more));
      if (line_end != nullptr) return size + static_cast<std::size_t>(line_end - added) + 1;
      size += more;
    }
    return base::fail(
        base::Reason::bad_value,
        fmt::format("{} has a line of more than {} MiB at byte {}", file_.name(), kMostLineBytes >> 20U, from + before),
        "a word list has one word a line");
  }

  OpenedFile file_;
  std::atomic<std::uint64_t> next_ = 0;
};

constexpr std::array<char, 2> kGzip = {'\x1f', '\x8b'};

}  // namespace

std::unique_ptr<WordSource> words_in_place(OpenedFile file) { return std::make_unique<WordFile>(std::move(file)); }

base::Result<std::unique_ptr<WordSource>> words_of_file(const std::string& path, const std::atomic<bool>& stop) {
  JWTKEEP_TRY(auto file, OpenedFile::open(path));
  bool in_place = file.is_regular() && path != "-";
  if (in_place) {
    std::array<char, 2> magic{};
    JWTKEEP_TRY(const auto count, file.read_at(0, magic));
    in_place = count < magic.size() || magic != kGzip;
  }
  return in_place ? words_in_place(std::move(file)) : words_of_stream(std::move(file), stop);
}

}  // namespace jwtkeep::crack

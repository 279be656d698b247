#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "jwtkeep/crack/candidates/word_file.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} << 10;
constexpr int kGzipWindow = 15 + 16;  ///< 32 KiB and a gzip header (zlib's manual, inflateInit2)

using base::fail;
using base::Reason;

/// The bytes of a stream, inflated where they are gzip (RFC 1952), of however many members.
class InflatedStream {
 public:
  InflatedStream(OpenedFile file, const std::atomic<bool>& stop) : file_(std::move(file)), stop_(stop) {}
  InflatedStream(const InflatedStream&) = delete;
  InflatedStream& operator=(const InflatedStream&) = delete;
  ~InflatedStream() {
    if (gzip_) inflateEnd(&z_);
  }

  /// 0 at the end.
  base::Result<std::size_t> read(std::span<char> into) {
    if (!begun_) JWTKEEP_CHECK(begin());
    if (gzip_) return inflate_into(into);
    if (z_.avail_in == 0) return counted(file_.read_next(into, stop_));
    const auto count = std::min<std::size_t>(z_.avail_in, into.size());
    std::memcpy(into.data(), z_.next_in, count);
    z_.next_in += count;
    z_.avail_in -= static_cast<unsigned>(count);
    return count;
  }

  [[nodiscard]] const OpenedFile& file() const noexcept { return file_; }
  [[nodiscard]] std::uint64_t read_bytes() const noexcept { return read_bytes_; }  ///< before inflating
  [[nodiscard]] const std::atomic<bool>& stop() const noexcept { return stop_; }

 private:
  base::Result<std::size_t> counted(base::Result<std::size_t> count) {
    if (count) read_bytes_ += *count;
    return count;
  }

  /// False at the end of the file.
  base::Result<bool> refill() {
    if (z_.avail_in > 0) std::memmove(input_.data(), z_.next_in, z_.avail_in);
    z_.next_in = reinterpret_cast<Bytef*>(input_.data());
    JWTKEEP_TRY(const auto count, counted(file_.read_next(std::span(input_).subspan(z_.avail_in), stop_)));
    z_.avail_in += static_cast<unsigned>(count);
    return count > 0;
  }

  [[nodiscard]] bool at_gzip_header() const {
    return z_.avail_in >= 2 && z_.next_in[0] == 0x1f && z_.next_in[1] == 0x8b;
  }

  base::Result<void> begin() {
    begun_ = true;
    input_.resize(kInputBytes);
    while (z_.avail_in < 2) {
      JWTKEEP_TRY(const bool more, refill());
      if (!more) break;
    }
    if (!at_gzip_header()) return {};
    if (inflateInit2(&z_, kGzipWindow) != Z_OK)
      return fail(Reason::io_failed, "there is no memory to inflate with",
                  "free some memory, or unpack the file first: gunzip");
    gzip_ = true;
    return {};
  }

  base::Result<std::size_t> inflate_into(std::span<char> into) {
    z_.next_out = reinterpret_cast<Bytef*>(into.data());
    z_.avail_out = static_cast<unsigned>(into.size());
    while (z_.avail_out == into.size() && !ended_) {
      if (z_.avail_in == 0) {
        JWTKEEP_TRY(const bool more, refill());
        if (!more && stop_) return std::size_t{0};
        if (!more) return broken("is cut off");
      }
      const int state = ::inflate(&z_, Z_NO_FLUSH);
      if (state == Z_STREAM_END) {
        JWTKEEP_CHECK(next_member());
      } else if (state != Z_OK) {
        return broken("is damaged");
      }
    }
    return into.size() - z_.avail_out;
  }

  /// What follows a member and is no other one is padding (RFC 1952 says nothing of it; gzip ignores it).
  base::Result<void> next_member() {
    while (z_.avail_in < 2) {
      JWTKEEP_TRY(const bool more, refill());
      if (!more) break;
    }
    if (!at_gzip_header()) {
      ended_ = true;
    } else if (inflateReset(&z_) != Z_OK) {
      return broken("is damaged");
    }
    return {};
  }

  [[nodiscard]] std::unexpected<base::Error> broken(const char* how) const {
    return fail(Reason::io_failed, fmt::format("the gzip file {} {}", file_.name(), how),
                "all words before that place were tried; get the file again");
  }

  OpenedFile file_;
  const std::atomic<bool>& stop_;
  std::vector<char> input_;
  z_stream z_{};
  std::uint64_t read_bytes_ = 0;
  bool begun_ = false;
  bool gzip_ = false;
  bool ended_ = false;
};

class WordStream final : public WordSource {
 public:
  WordStream(OpenedFile file, const std::atomic<bool>& stop) : stream_(std::move(file), stop) {}

  base::Result<bool> take(Block& block) override {
    const std::scoped_lock lock(mutex_);
    auto& storage = block.storage;
    storage.resize(std::max({storage.size(), carried_.size(), block_bytes()}));
    std::ranges::copy(carried_, storage.begin());
    JWTKEEP_TRY(const auto read, read_lines(storage, carried_.size()));
    carried_.clear();
    if (read.lines_end == 0) return false;
    carried_.assign(storage.begin() + static_cast<std::ptrdiff_t>(read.lines_end),
                    storage.begin() + static_cast<std::ptrdiff_t>(read.end));
    block.begin = at_;
    block.text = {storage.data(), read.lines_end};
    at_ += read.lines_end;
    taken_ = stream_.read_bytes();
    return true;
  }

  base::Result<void> seek(std::uint64_t at) override {
    std::vector<char> passed(kInputBytes);
    while (at_ < at) {
      const auto most = std::min<std::uint64_t>(passed.size(), at - at_);
      JWTKEEP_TRY(const auto count, stream_.read(std::span(passed).first(static_cast<std::size_t>(most))));
      if (count == 0) return {};
      at_ += count;
    }
    return {};
  }

  [[nodiscard]] std::uint64_t size() const noexcept override { return stream_.file().size(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return taken_; }

 private:
  struct Read {
    std::size_t lines_end;  ///< of the last whole line
    std::size_t end;        ///< of all that was read
  };

  /// Reads on behind the `used` bytes of a line's beginning until there is a block of whole lines.
  base::Result<Read> read_lines(std::vector<char>& storage, std::size_t used) {
    std::size_t lines_end = 0;
    while (lines_end == 0 || used < block_bytes()) {
      if (used == storage.size()) storage.resize(2 * used);
      JWTKEEP_TRY(const auto count, stream_.read(std::span(storage).subspan(used)));
      if (count == 0) {
        // Interrupted amidst a line: nobody knows where it would have ended.
        return Read{stream_.stop() ? lines_end : used, used};
      }
      const auto* line_end = static_cast<const char*>(::memrchr(storage.data() + used, '\n', count));
      if (line_end != nullptr) lines_end = static_cast<std::size_t>(line_end - storage.data()) + 1;
      used += count;
      if (lines_end == 0 && used > kMostLineBytes) {
        return fail(Reason::bad_value,
                    fmt::format("{} has a line of more than {} MiB at byte {}", stream_.file().name(),
                                kMostLineBytes >> 20U, at_),
                    "a word list has one word a line");
      }
    }
    return Read{lines_end, used};
  }

  InflatedStream stream_;
  std::mutex mutex_;
  std::vector<char> carried_;
  std::uint64_t at_ = 0;
  std::atomic<std::uint64_t> taken_ = 0;
};

}  // namespace

std::unique_ptr<WordSource> words_of_stream(OpenedFile file, const std::atomic<bool>& stop) {
  return std::make_unique<WordStream>(std::move(file), stop);
}

}  // namespace jwtkeep::crack

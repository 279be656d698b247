#include "jwtkeep/scan/source/git/cat_file.hpp"

#include "jwtkeep/base/whole_number.hpp"
#include "jwtkeep/scan/source/archive/archive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jwtkeep::scan {
namespace {

using base::Result;

/// With fewer unanswered questions more are asked. With one run more, of 65 bytes each at most, they fit into the
/// socket.
constexpr std::size_t kAhead = BlobQueue::kRun;
/// What a thread takes out at a time: enough that taking turns costs nothing, and less than the pipe holds for the
/// other.
constexpr std::size_t kHaulBytes = std::size_t{256} << 10;
constexpr std::size_t kHaulBlobs = 64;
/// So many in a row, and it is the repository that is damaged, or gone.
constexpr int kMostDamaged = 1000;

constexpr const char* kBroken = "git could not read it to its end";

struct Header {
  std::string_view type;
  std::uint64_t size_bytes = 0;
};

/// `<id> <type> <size>`; nothing for `<id> missing` and the like.
std::optional<Header> read_header(std::string_view line) {
  const auto type = line.find(' ');
  const auto size = line.rfind(' ');
  if (type == std::string_view::npos || size <= type) return std::nullopt;
  Header header{.type = line.substr(type + 1, size - type - 1)};
  const auto size_bytes = base::whole_number<std::uint64_t>(line.substr(size + 1));
  if (!size_bytes) return std::nullopt;
  header.size_bytes = *size_bytes;
  return header;
}

/// An object's bytes within git's answer.
class ObjectStream final : public ByteStream {
 public:
  ObjectStream(PipeReader& pipe, std::uint64_t size_bytes, Tally& tally) noexcept
      : pipe_(&pipe), size_(size_bytes), left_(size_bytes), tally_(&tally) {}

  std::expected<std::size_t, StreamFailure> read(base::MutableByteView into) override {
    if (left_ == 0) return 0;
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_));
    const auto got = pipe_->read(into.first(wanted));
    if (got == 0) {
      broken_ = true;
      left_ = 0;
      if (tally_->stopped()) return 0;
      return std::unexpected(StreamFailure{Skip::object_damaged, kBroken});
    }
    left_ -= got;
    tally_->advance(got);
    return got;
  }
  /// All of it, or what there is.
  std::size_t read_into(base::MutableByteView buffer) {
    std::size_t fill = 0;
    while (left_ > 0) {
      const auto got = read(buffer.subspan(fill));
      if (!got || *got == 0) break;
      fill += *got;
    }
    return fill;
  }
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return size_; }
  [[nodiscard]] bool broken() const noexcept { return broken_; }
  /// Whatever the reader has left.
  void pass_over() {
    base::Bytes scratch;
    while (left_ > 0) {
      scratch.resize(std::size_t{64} << 10);
      if (!read(scratch)) return;
    }
  }

 private:
  PipeReader* pipe_;
  std::uint64_t size_, left_;
  Tally* tally_;
  bool broken_ = false;
};

/// An object that is in memory.
class HeldStream final : public ByteStream {
 public:
  explicit HeldStream(base::ByteView bytes) noexcept : left_(bytes), size_(bytes.size()) {}

  std::expected<std::size_t, StreamFailure> read(base::MutableByteView into) override {
    const auto got = std::min(into.size(), left_.size());
    std::copy_n(left_.begin(), got, into.begin());
    left_ = left_.subspan(got);
    return got;
  }
  [[nodiscard]] std::uint64_t size_bytes() const noexcept override { return size_; }

 private:
  base::ByteView left_;
  std::uint64_t size_;
};

}  // namespace

bool CatFile::answer(BlobReader& reader, Haul& haul) {
  auto& pipe = git_->output();
  const auto& wanted = asked_.front();
  pipe.expect_much(asked_.size() >= kAhead / 2);
  const auto line = pipe.until('\n');
  if (!line) return false;
  const auto header = read_header(*line);
  if (!header) {
    // What a partial clone does not have is never asked for: this one is lost, or its file is no object.
    tally_->skip(Skip::object_damaged, wanted.path, wanted.object);
    return true;
  }
  ObjectStream stream(pipe, header->size_bytes, *tally_);
  const auto free = reader.buffer().subspan(haul.fill);
  if (header->type != "blob") {
    // A path that is a folder in one commit and a file in another; never asked for.
  } else if (header->size_bytes > tally_->options().largest_file_bytes) {
    tally_->skip(Skip::file_too_large, wanted.path);
  } else if (header->size_bytes < free.size()) {
    const auto size = stream.read_into(free);
    if (stream.broken()) tally_->skip(Skip::object_damaged, wanted.path, kBroken);
    haul.blobs.push_back({wanted, haul.fill, size});
    haul.fill += size;
  } else {
    scan(haul, reader);
    reader.read(stream, wanted.path, wanted.object);
  }
  stream.pass_over();
  if (stream.broken()) {
    // It is counted already: the others need a new git.
    git_.reset();
  } else {
    pipe.until('\n');
  }
  return true;
}

Result<void> CatFile::restart() {
  JWTKEEP_TRY(auto git,
              GitProcess::start(folder_, {"cat-file", "--batch"}, tally_->options(), GitProcess::Input::ours));
  git_ = std::move(git);
  std::string questions;
  for (const auto& wanted : asked_) questions.append(wanted.object).push_back('\n');
  // One that ends at once shows by its answers.
  static_cast<void>(git_->write(questions));
  return {};
}

Result<void> CatFile::ask(const Next& next, bool with_wait) {
  if (asked_.size() >= kAhead) return {};
  std::string questions;
  for (auto& wanted : next(with_wait && asked_.empty())) {
    questions.append(wanted.object).push_back('\n');
    asked_.push_back(std::move(wanted));
  }
  if (asked_.empty()) return {};
  if (!git_) return restart();
  static_cast<void>(git_->write(questions));
  return {};
}

void CatFile::count_damage() {
  const auto ended = git_->finish();
  git_.reset();
  ++damaged_;
  const auto said = ended ? std::string("git ended") : ended.error().what;
  tally_->skip(said.contains("promisor") ? Skip::object_missing : Skip::object_damaged, asked_.front().path, said);
}

Result<bool> CatFile::take(const Next& next, BlobReader& reader, Haul& haul) {
  while (haul.fill < kHaulBytes && haul.blobs.size() < kHaulBlobs && !tally_->stopped()) {
    JWTKEEP_CHECK(ask(next, haul.blobs.empty()));
    if (asked_.empty()) return !haul.blobs.empty();
    if (answer(reader, haul)) {
      damaged_ = 0;
    } else {
      if (tally_->stopped()) break;
      count_damage();
      if (damaged_ > kMostDamaged)
        return base::fail(base::Reason::io_failed, "git gives no objects",
                          "look whether git can read that repository: git fsck");
    }
    asked_.pop_front();
  }
  return true;
}

void CatFile::scan(Haul& haul, BlobReader& reader) const {
  // What archives hold goes through the same buffer: they wait until the others are done.
  std::vector<std::pair<base::Bytes, WantedBlob>> archives;
  for (auto& held : haul.blobs) {
    if (tally_->stopped()) break;
    const base::ByteView bytes = reader.buffer().subspan(held.begin, held.size);
    if (tally_->options().archives && looks_like_archive(bytes)) {
      archives.emplace_back(base::Bytes(bytes.begin(), bytes.end()), std::move(held.blob));
    } else {
      reader.read_held(bytes, held.blob.path, held.blob.object);
    }
  }
  haul.blobs.clear();
  haul.fill = 0;
  for (const auto& [bytes, blob] : archives) {
    HeldStream stream(bytes);
    reader.read(stream, blob.path, blob.object);
  }
}

Result<void> CatFile::read_all(const Next& next, BlobReader& reader) {
  Haul haul;
  while (!tally_->stopped()) {
    {
      const std::scoped_lock lock(mutex_);
      JWTKEEP_TRY(const bool more, take(next, reader, haul));
      if (!more) break;
    }
    scan(haul, reader);
  }
  return {};
}

}  // namespace jwtkeep::scan

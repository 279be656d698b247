#include "jwtkeep/scan/source/blob_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "jwtkeep/scan/source/archive/archive_reader.hpp"

namespace jwtkeep::scan {
namespace {

/// Enough to tell an archive, and most files at once.
constexpr std::size_t kHeadBytes = std::size_t{64} << 10;

/// Lines and columns of the pieces of one stream.
class Places {
 public:
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
  [[nodiscard]] std::uint64_t column() const noexcept { return column_; }

  void pass(base::ByteView bytes) noexcept {
    const auto* at = bytes.data();
    const auto* const end = at + bytes.size();
    const std::uint8_t* last = nullptr;
    while (at != end) {
      const auto* const found =
          static_cast<const std::uint8_t*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      if (found == nullptr) break;
      ++line_;
      last = found;
      at = found + 1;
    }
    column_ = last == nullptr ? column_ + bytes.size() : static_cast<std::uint64_t>(end - last);
  }
  void pass_hole(std::uint64_t bytes) noexcept { column_ += bytes; }

 private:
  std::uint64_t line_ = 1, column_ = 1;
};

}  // namespace

BlobReader::BlobReader(std::size_t thread, Tally& tally)
    : thread_(thread), tally_(&tally), buffer_(std::make_unique_for_overwrite<std::uint8_t[]>(kPieceBytes)) {}

BlobReader::~BlobReader() {
  // What was read may have held a secret. Pages that were never used are left alone.
  base::wipe({buffer_.get(), used_});
}

void BlobReader::read(ByteStream& stream, const std::string& path, const std::string& object) {
  read_any(stream, {path, path}, object, nullptr);
}

void BlobReader::read_entry(ByteStream& stream, const std::string& path, const std::string& object,
                            ArchiveBounds& bounds) {
  read_any(stream, {path, path}, object, &bounds);
}

void BlobReader::read_unpacked(ByteStream& stream, const std::string& path, const std::string& unpacked_path,
                               bool is_slow, const std::string& object, ArchiveBounds& bounds) {
  read_any(stream, {path, unpacked_path, is_slow}, object, &bounds);
}

void BlobReader::read_held(base::ByteView bytes, const std::string& path, const std::string& object) {
  used_ = std::max(used_, static_cast<std::size_t>(bytes.data() + bytes.size() - buffer_.get()));
  tally_->blob(thread_, {.bytes = bytes, .path = path, .object = object}, bytes.size(), true);
}

void BlobReader::read_plain(ByteStream& stream, const std::string& path, const std::string& object) {
  read_pieces(stream, path, object, 0, 0);
}

void BlobReader::read_any(ByteStream& stream, const Name& name, const std::string& object, ArchiveBounds* bounds) {
  std::size_t fill = 0;
  // No archive begins with a hole.
  const auto hole = stream.skip_hole();
  if (tally_->options().archives && hole == 0) {
    while (fill < kArchiveHeadBytes) {
      const auto got = stream.read({buffer_.get() + fill, kHeadBytes - fill});
      if (!got) {
        if (fill > 0) {
          tally_->blob(thread_, {.bytes = {buffer_.get(), fill}, .path = name.as_file, .object = object}, fill, true);
        }
        tally_->skip(got.error().why, name.as_file, got.error().detail);
        return;
      }
      if (*got == 0) break;
      fill += *got;
      used_ = std::max(used_, fill);
    }
    if (looks_like_archive({buffer_.get(), fill})) {
      const base::Bytes head(buffer_.get(), buffer_.get() + fill);
      if (bounds == nullptr) {
        auto own = ArchiveBounds::of_file(stream.size_bytes());
        read_archive(stream, head, name.path, object, own, *this, *tally_);
        return;
      }
      read_archive(stream, head, name.path, object, *bounds, *this, *tally_);
      return;
    }
    if (name.is_slow) {
      tally_->skip(Skip::compressed, name.path);
      return;
    }
  }
  read_pieces(stream, name.as_file, object, fill, hole);
}

void BlobReader::read_pieces(ByteStream& stream, const std::string& path, const std::string& object, std::size_t fill,
                             std::uint64_t hole) {
  Places places;
  bool is_piece = false;  // something has gone before
  bool is_new = true;
  std::size_t tell_from = 0;
  std::size_t counted = 0;  // bytes of the buffer that the last piece had too
  const auto tell = [&](std::size_t tell_until, bool goes_on) {
    const Blob blob{.bytes = {buffer_.get(), fill},
                    .path = path,
                    .first_line = places.line(),
                    .object = object,
                    .is_piece = is_piece || goes_on,
                    .first_column = places.column(),
                    .tell_from = tell_from,
                    .tell_until = tell_until};
    tally_->blob(thread_, blob, fill - counted, std::exchange(is_new, false));
    is_piece = true;
  };
  constexpr auto kToTheEnd = std::numeric_limits<std::size_t>::max();

  while (!tally_->stopped()) {
    hole += stream.skip_hole();
    if (hole > 0) {
      // Zeros belong to no text: what stands before them and what follows have nothing to do with each other.
      if (fill > counted || tell_from > 0) tell(kToTheEnd, true);
      places.pass({buffer_.get(), fill});
      places.pass_hole(std::exchange(hole, 0));
      is_piece = true;
      fill = counted = tell_from = 0;
    }
    const auto got = stream.read({buffer_.get() + fill, kPieceBytes - fill});
    if (!got || *got == 0) {
      // An empty file is a blob too.
      if (fill > counted || is_new || tell_from > 0) tell(kToTheEnd, false);
      if (!got) tally_->skip(got.error().why, path, got.error().detail);
      return;
    }
    fill += *got;
    used_ = std::max(used_, fill);
    if (fill < kPieceBytes) continue;
    tell(kPieceBytes - kOverlapBytes / 2, true);
    places.pass({buffer_.get(), kPieceBytes - kOverlapBytes});
    std::memcpy(buffer_.get(), buffer_.get() + (kPieceBytes - kOverlapBytes), kOverlapBytes);
    fill = counted = kOverlapBytes;
    tell_from = kOverlapBytes / 2;
  }
}

}  // namespace jwtkeep::scan

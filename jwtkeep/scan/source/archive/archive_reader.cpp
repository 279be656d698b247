#include "jwtkeep/scan/source/archive/archive_reader.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "jwtkeep/scan/source/archive/archive_library.hpp"
#include "jwtkeep/scan/source/blob_reader.hpp"

namespace jwtkeep::scan {
namespace {

/// A tar.gz is two.
constexpr int kDeepest = 8;
constexpr std::uint64_t kMostEntries = 1'000'000;
constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 30;
/// More than anything but a bomb: sources come to 5, logs to 30, and deflate cannot do more than 1032.
constexpr std::uint64_t kMostRatio = 200;
/// However small an archive is. A stream of unknown length (standard input) may have as much as the largest.
constexpr std::uint64_t kAlwaysBytes = std::uint64_t{64} << 20;
constexpr const char* kTooMuch = "it grows out of proportion";
constexpr std::size_t kInputBytes = std::size_t{64} << 10;
/// What may stand before an entry: libarchive holds all of it, and a tar's map of holes several times over. A zip's
/// first header is its whole directory.
constexpr std::uint64_t kLongestTarHeader = std::uint64_t{1} << 20;
constexpr std::uint64_t kLongestZipHeader = std::uint64_t{16} << 20;
/// So many damaged entries in a row, and the rest is given up.
constexpr int kMostRetries = 64;

enum class Form : std::uint8_t { none, zip, tar, compressed };

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  Form form;
};
constexpr std::array<Magic, 8> kMagics{{
    {0, std::string_view("PK\x03\x04", 4), Form::zip},
    {0, std::string_view("PK\x05\x06", 4), Form::zip},  // an empty one
    {0, std::string_view("\x1f\x8b\x08", 3), Form::compressed},
    {0, std::string_view("\xfd\x37zXZ\0", 6), Form::compressed},
    {0, std::string_view("\x28\xb5\x2f\xfd", 4), Form::compressed},
    {4, "1AY&SY", Form::compressed},  // bzip2, behind its block size
    {257, std::string_view("ustar\0", 6), Form::tar},
    {257, "ustar  ", Form::tar},  // GNU's
}};

Form form_of(base::ByteView head) {
  const auto text = base::as_text(head);
  const auto* const found = std::ranges::find_if(kMagics, [&](const Magic& magic) {
    return text.size() >= magic.offset + magic.bytes.size() &&
           text.substr(magic.offset, magic.bytes.size()) == magic.bytes;
  });
  return found == kMagics.end() ? Form::none : found->form;
}

struct ArchiveFree {
  void operator()(archive* handle) const noexcept { archive_library()->archive_read_free(handle); }
};
using Archive = std::unique_ptr<archive, ArchiveFree>;

/// libarchive's view of our stream.
struct Input {
  ByteStream* stream;
  base::ByteView head;  ///< what was read of it already
  Tally* tally;
  std::uint64_t offset = 0;        ///< of a file that can be read anywhere
  std::uint64_t header_bytes = 0;  ///< that may still be read for an entry's header
  std::optional<StreamFailure> failed = {};
  std::array<std::uint8_t, kInputBytes> bytes{};

  la_ssize_t given(std::size_t size) noexcept {
    header_bytes -= std::min<std::uint64_t>(header_bytes, size);
    return static_cast<la_ssize_t>(size);
  }
};

la_ssize_t give(archive* handle, void* context, const void** into) {
  auto& input = *static_cast<Input*>(context);
  *into = input.bytes.data();
  if (input.tally->stopped()) return 0;
  if (input.header_bytes == 0) {
    input.failed = StreamFailure{Skip::archive_too_large, "the header of an entry has no end"};
    archive_library()->archive_set_error(handle, EFBIG, "too large");
    return ARCHIVE_FATAL;
  }
  if (const int descriptor = input.stream->descriptor(); descriptor >= 0) {
    ssize_t got = 0;
    do {
      got = ::pread(descriptor, input.bytes.data(), input.bytes.size(), static_cast<off_t>(input.offset));
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
      archive_library()->archive_set_error(handle, errno, "cannot be read");
      return ARCHIVE_FATAL;
    }
    input.offset += static_cast<std::uint64_t>(got);
    input.tally->advance(static_cast<std::uint64_t>(got));
    return input.given(static_cast<std::size_t>(got));
  }
  if (!input.head.empty()) {
    *into = input.head.data();
    return input.given(std::exchange(input.head, {}).size());
  }
  const auto got = input.stream->read(input.bytes);
  if (!got) {
    input.failed = got.error();
    archive_library()->archive_set_error(handle, EIO, "%s", got.error().detail.c_str());
    return ARCHIVE_FATAL;
  }
  return input.given(*got);
}

la_int64_t seek(archive* /*handle*/, void* context, la_int64_t offset, int whence) {
  auto& input = *static_cast<Input*>(context);
  const auto size = static_cast<la_int64_t>(input.stream->size_bytes());
  const la_int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? static_cast<la_int64_t>(input.offset) : size;
  if (offset < -base || offset > size - base) return ARCHIVE_FATAL;
  input.offset = static_cast<std::uint64_t>(base + offset);
  return base + offset;
}

la_int64_t skip_over(archive* /*handle*/, void* context, la_int64_t request) {
  auto& input = *static_cast<Input*>(context);
  const auto left = static_cast<la_int64_t>(input.stream->size_bytes()) - static_cast<la_int64_t>(input.offset);
  const auto skipped = std::clamp<la_int64_t>(request, 0, std::max<la_int64_t>(left, 0));
  input.offset += static_cast<std::uint64_t>(skipped);
  return skipped;
}

std::string message(archive* handle) {
  const char* text = archive_library()->archive_error_string(handle);
  return text == nullptr ? "" : text;
}

/// An entry's bytes, as long as the bounds last.
class EntryStream final : public ByteStream {
 public:
  EntryStream(archive* handle, ArchiveBounds& bounds, Tally& tally) noexcept
      : handle_(handle), bounds_(&bounds), tally_(&tally) {}

  std::expected<std::size_t, StreamFailure> read(base::MutableByteView into) override {
    if (tally_->stopped()) return 0;
    if (bounds_->bytes == 0) {
      bounds_->is_told = true;
      return std::unexpected(StreamFailure{Skip::archive_too_large, kTooMuch});
    }
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), bounds_->bytes));
    la_ssize_t got = ARCHIVE_RETRY;
    for (int tries = 0; got == ARCHIVE_RETRY && tries < kMostRetries; ++tries) {
      got = archive_library()->archive_read_data(handle_, into.data(), wanted);
    }
    if (got < 0) {
      damaged_ = true;
      return std::unexpected(StreamFailure{Skip::archive_damaged, message(handle_)});
    }
    bounds_->bytes -= static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  [[nodiscard]] bool damaged() const noexcept { return damaged_; }

 private:
  archive* handle_;
  ArchiveBounds* bounds_;
  Tally* tally_;
  bool damaged_ = false;
};

/// `logs/app.log.gz` holds `app.log`.
std::string name_within(std::string_view path) {
  path.remove_prefix(path.find_last_of("/!") + 1);
  const auto dot = path.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot));
}

std::string name_of(archive_entry* entry) {
  const char* name = archive_library()->archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_library()->archive_entry_pathname(entry);
  if (name == nullptr) return "?";
  std::string_view text(name);
  while (text.starts_with("./")) text.remove_prefix(2);
  return std::string(text);
}

Archive open(Input& input, Form form) {
  Archive handle(archive_library()->archive_read_new());
  if (handle == nullptr) return handle;
  auto* const raw = handle.get();
  // What is compressed is one file to begin with, and then perhaps a tar: so we see how much comes out for its headers.
  if (form == Form::compressed) {
    archive_library()->archive_read_support_filter_gzip(raw);
    archive_library()->archive_read_support_filter_bzip2(raw);
    archive_library()->archive_read_support_filter_xz(raw);
    archive_library()->archive_read_support_filter_zstd(raw);
    archive_library()->archive_read_support_format_raw(raw);
    archive_library()->archive_read_support_format_empty(raw);
  } else if (form == Form::zip) {
    archive_library()->archive_read_support_format_zip(raw);
  } else {
    archive_library()->archive_read_support_format_tar(raw);
  }
  archive_library()->archive_read_set_read_callback(raw, give);
  archive_library()->archive_read_set_callback_data(raw, &input);
  if (input.stream->descriptor() >= 0) {
    archive_library()->archive_read_set_seek_callback(raw, seek);
    archive_library()->archive_read_set_skip_callback(raw, skip_over);
  }
  return handle;
}

}  // namespace

bool looks_like_archive(base::ByteView head) noexcept { return form_of(head) != Form::none; }

ArchiveBounds ArchiveBounds::of_file(std::uint64_t size_bytes) noexcept {
  const auto bytes = size_bytes == 0 || size_bytes > kMostBytes / kMostRatio ? kMostBytes : size_bytes * kMostRatio;
  return {.bytes = std::max(bytes, kAlwaysBytes), .entries = kMostEntries, .depth = kDeepest};
}

void read_archive(ByteStream& stream, base::ByteView head, const std::string& path, const std::string& object,
                  ArchiveBounds& bounds, BlobReader& reader, Tally& tally) {
  if (bounds.depth == 0) {
    tally.skip(Skip::archive_too_large, path, "archives within archives");
    return;
  }
  if (archive_library() == nullptr) {
    tally.skip(Skip::archive_damaged, path, "libarchive is not installed (libarchive13)");
    return;
  }
  const auto form = form_of(head);
  const auto longest_header = form == Form::tar ? kLongestTarHeader : kLongestZipHeader;
  const auto input =
      std::make_unique<Input>(Input{.stream = &stream, .head = head, .tally = &tally, .header_bytes = longest_header});
  const Archive handle = open(*input, form);
  const auto failed = [&] {
    if (tally.stopped()) return;
    if (input->failed) {
      tally.skip(input->failed->why, path, input->failed->detail);
      return;
    }
    tally.skip(Skip::archive_damaged, path, handle == nullptr ? "" : message(handle.get()));
  };
  if (handle == nullptr || archive_library()->archive_read_open1(handle.get()) != ARCHIVE_OK) {
    failed();
    return;
  }

  --bounds.depth;
  int retries = 0;
  bool damage_told = false;  // by an entry
  while (!tally.stopped() && !bounds.is_told) {
    archive_entry* entry = nullptr;
    input->header_bytes = longest_header;
    const int got = archive_library()->archive_read_next_header(handle.get(), &entry);
    if (got == ARCHIVE_EOF) break;
    if (got == ARCHIVE_FATAL || (got < ARCHIVE_WARN && ++retries > kMostRetries)) {
      if (!damage_told) failed();
      break;
    }
    if (got < ARCHIVE_WARN) continue;
    input->header_bytes = std::numeric_limits<std::uint64_t>::max();
    if (bounds.entries == 0 || bounds.bytes == 0) {
      tally.skip(Skip::archive_too_large, path, bounds.entries == 0 ? "too many entries" : kTooMuch);
      bounds.is_told = true;
      break;
    }
    --bounds.entries;
    EntryStream bytes(handle.get(), bounds, tally);
    if (form == Form::compressed) {
      const bool is_slow = archive_library()->archive_filter_code(handle.get(), 0) == ARCHIVE_FILTER_BZIP2 ||
                           archive_library()->archive_filter_code(handle.get(), 0) == ARCHIVE_FILTER_XZ;
      if (archive_library()->archive_filter_count(handle.get()) > 1) {
        reader.read_unpacked(bytes, path, fmt::format("{}!{}", path, name_within(path)), is_slow, object, bounds);
      } else {
        reader.read_plain(bytes, path, object);  // it only began as if it were compressed
      }
      break;
    }
    if (archive_library()->archive_entry_filetype(entry) == AE_IFREG &&
        archive_library()->archive_entry_hardlink(entry) == nullptr) {
      const auto entry_path = fmt::format("{}!{}", path, name_of(entry));
      if (archive_library()->archive_entry_is_encrypted(entry) != 0) {
        tally.skip(Skip::archive_encrypted, entry_path);
      } else {
        reader.read_entry(bytes, entry_path, object, bounds);
        damage_told = bytes.damaged();
      }
    }
    // Here, so that it does not count as the next one's header.
    archive_library()->archive_read_data_skip(handle.get());
  }
  ++bounds.depth;
}

}  // namespace jwtkeep::scan

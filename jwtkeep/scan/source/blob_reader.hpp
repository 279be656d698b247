// Makes blobs of a stream: one, several pieces of a long one, or what stands in an archive. Internal.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/scan/source/byte_stream.hpp"
#include "jwtkeep/scan/source/tally.hpp"

namespace jwtkeep::scan {

inline constexpr std::size_t kPieceBytes = std::size_t{4} << 20;
/// By how much pieces overlap. Half of it is text before a finding, half behind it: more than a PEM key is long.
inline constexpr std::size_t kOverlapBytes = std::size_t{64} << 10;

struct ArchiveBounds;

/// One thread's. It keeps its buffer from stream to stream.
class BlobReader {
 public:
  BlobReader(std::size_t thread, Tally& tally);
  ~BlobReader();
  BlobReader(const BlobReader&) = delete;
  BlobReader& operator=(const BlobReader&) = delete;

  /// Reads it to its end. Failures are counted under the path, and what was read until then is scanned.
  void read(ByteStream& stream, const std::string& path, const std::string& object = {});

  /// Where somebody else may put what `read_held` then reads.
  [[nodiscard]] base::MutableByteView buffer() noexcept { return {buffer_.get(), kPieceBytes}; }
  /// A part of the buffer that is a whole blob and no archive.
  void read_held(base::ByteView bytes, const std::string& path, const std::string& object);

  /// Within an archive, which may take so much still.
  void read_entry(ByteStream& stream, const std::string& path, const std::string& object, ArchiveBounds& bounds);
  /// What one compressed file holds: a tar, which keeps its path, or else `unpacked_path`; unless that is slow to
  /// unpack.
  void read_unpacked(ByteStream& stream, const std::string& path, const std::string& unpacked_path, bool is_slow,
                     const std::string& object, ArchiveBounds& bounds);
  /// As it stands there, archive or not.
  void read_plain(ByteStream& stream, const std::string& path, const std::string& object);

 private:
  struct Name {
    const std::string& path;
    const std::string& as_file;  ///< where it is no archive
    bool is_slow = false;
  };
  void read_any(ByteStream& stream, const Name& name, const std::string& object, ArchiveBounds* bounds);
  /// `fill` bytes of it stand in the buffer already, or a hole is behind it.
  void read_pieces(ByteStream& stream, const std::string& path, const std::string& object, std::size_t fill,
                   std::uint64_t hole);

  std::size_t thread_;
  Tally* tally_;
  std::unique_ptr<std::uint8_t[]>
      buffer_;            // NOLINT(*-avoid-c-arrays): not initialised: pages that are not used stay away
  std::size_t used_ = 0;  ///< of the buffer, ever
};

}  // namespace jwtkeep::scan

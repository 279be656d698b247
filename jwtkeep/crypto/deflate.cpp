#include "jwtkeep/crypto/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {
namespace {

using base::ByteView;
using base::MutableByteView;
using base::SecretBytes;

constexpr std::size_t kMaxTextBytes = std::size_t{1} << 30;
constexpr std::size_t kChunkBytes = std::size_t{4} << 10;
constexpr std::size_t kMaxRatio = 1032;  ///< DEFLATE's own
constexpr int kRawWindow = -15;          ///< 32 KiB; negative: no zlib header (zlib's manual, inflateInit2)
constexpr int kUsualMemory = 8;

/// zlib's windows hold the text, so they stand in guarded memory until the stream ends.
class Arena {
 public:
  static void* take(void* self, unsigned items, unsigned size_bytes) {
    auto& blocks = static_cast<Arena*>(self)->blocks_;
    blocks.emplace_back(std::size_t{items} * size_bytes);
    return blocks.back().fill([](MutableByteView bytes) { return static_cast<void*>(bytes.data()); });
  }
  static void keep(void* /*self*/, void* /*block*/) {}

 private:
  std::vector<SecretBytes> blocks_;
};

/// A z_stream whose memory is an arena's. `kEnd` is zlib's own end.
template <auto kEnd>
class Stream {
 public:
  Stream() {
    z.zalloc = Arena::take;
    z.zfree = Arena::keep;
    z.opaque = &arena_;
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() { kEnd(&z); }

  void feed(ByteView bytes) {
    z.next_in = const_cast<std::uint8_t*>(bytes.data());  // zlib writes nothing through it
    z.avail_in = static_cast<unsigned>(bytes.size());
  }
  void take_into(MutableByteView target) {
    z.next_out = target.data();
    z.avail_out = static_cast<unsigned>(target.size());
  }

  z_stream z{};

 private:
  Arena arena_;
};

std::unexpected<base::Error> too_large(std::string what) {
  return base::fail(base::Reason::too_large, "the compressed text " + std::move(what),
                    "raise the limit only for senders that you trust");
}

base::Result<SecretBytes> run_inflate(ByteView compressed, const InflateLimits& limits) {
  Stream<inflateEnd> stream;
  must(inflateInit2(&stream.z, kRawWindow) == Z_OK);
  stream.feed(compressed);
  base::SecretBuilder text;
  SecretBytes chunk(kChunkBytes);
  const auto by_ratio = std::max(kChunkBytes, compressed.size() * std::min(limits.ratio, kMaxRatio));
  for (int state = Z_OK; state != Z_STREAM_END;) {
    const auto made = chunk.fill([&](MutableByteView target) {
      stream.take_into(target);
      state = ::inflate(&stream.z, Z_NO_FLUSH);
      return target.size() - stream.z.avail_out;
    });
    if (text.size() + made > limits.size_bytes) {
      return too_large("grows beyond " + std::to_string(limits.size_bytes) + " bytes");
    }
    if (text.size() + made > by_ratio) {
      return too_large("grows to more than " + std::to_string(limits.ratio) + " times its length");
    }
    chunk.reveal([&](ByteView bytes) { text.append(bytes.first(made)); });
    // Z_BUF_ERROR: the input ended before the stream did.
    if (state != Z_OK && state != Z_STREAM_END) {
      return base::fail(base::Reason::malformed, "the compressed text is no DEFLATE stream (RFC 1951)");
    }
  }
  if (stream.z.avail_in != 0) {
    return base::fail(base::Reason::malformed, "bytes stand behind the end of the compressed text");
  }
  return text.take();
}

}  // namespace

SecretBytes deflate(const SecretBytes& text) {
  must(text.size() <= kMaxTextBytes);
  Stream<deflateEnd> stream;
  must(deflateInit2(&stream.z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawWindow, kUsualMemory, Z_DEFAULT_STRATEGY) ==
       Z_OK);
  SecretBytes compressed(deflateBound(&stream.z, text.size()));
  text.reveal([&](ByteView bytes) {
    compressed.fill([&](MutableByteView target) {
      stream.feed(bytes);
      stream.take_into(target);
      must(::deflate(&stream.z, Z_FINISH) == Z_STREAM_END);
    });
  });
  compressed.truncate(stream.z.total_out);
  base::wipe_stack();
  return compressed;
}

base::Result<SecretBytes> inflate(const SecretBytes& compressed, const InflateLimits& limits) {
  if (compressed.size() > kMaxTextBytes) return too_large("is longer than 1 GiB");
  auto text = compressed.reveal([&](ByteView bytes) { return run_inflate(bytes, limits); });
  base::wipe_stack();
  return text;
}

}  // namespace jwtkeep::crypto

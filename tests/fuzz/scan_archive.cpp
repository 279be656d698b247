// Archives: whatever the bytes are, reading them ends, within its bounds, and is the same a second time.
#include <map>
#include <string>

#include "jwtkeep/scan/source/blob_reader.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace scan = jwtkeep::scan;
using jwtkeep::fuzz::check;

namespace {

class Bytes final : public scan::ByteStream {
 public:
  explicit Bytes(base::ByteView bytes) : left_(bytes), size_(bytes.size()) {}
  std::expected<std::size_t, scan::StreamFailure> read(base::MutableByteView into) override {
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

std::map<std::string, std::uint64_t> read(base::ByteView bytes) {
  std::map<std::string, std::uint64_t> sizes;
  const scan::SourceOptions options;
  const scan::SourceEvents events{
      .blob = [&](std::size_t, const scan::Blob& blob) { sizes[blob.path] += blob.bytes.size(); },
      .skipped = [&](const scan::Skipped& skipped) { sizes[skipped.path + '\0' + skipped.detail] += 1; },
      .progress = {}};
  scan::Tally tally(options, events);
  scan::BlobReader reader(0, tally);
  Bytes stream(bytes);
  reader.read(stream, "f");
  check(tally.counts().bytes <= (std::uint64_t{80} << 20));
  return sizes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check(read({data, size}) == read({data, size}));
  return 0;
}

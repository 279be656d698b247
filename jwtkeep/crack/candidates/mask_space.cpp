#include "jwtkeep/crack/candidates/mask_space.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>

namespace jwtkeep::crack {
namespace {

/// About a tenth of a second of one thread: what a resumed run does again at most.
constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;

class MaskSpace final : public Space {
 public:
  explicit MaskSpace(Mask mask) : mask_(std::move(mask)) {}

  std::unique_ptr<Candidates> candidates() override;
  base::Result<void> seek(Position position) override {
    next_ = position.outer;
    return {};
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return mask_.candidates(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return std::min(next_.load(), size()); }

  [[nodiscard]] const Mask& mask() const noexcept { return mask_; }
  /// There are at most 2^63, so that this does not go beyond what the number holds.
  std::uint64_t next() noexcept { return next_.fetch_add(kPiece); }

 private:
  Mask mask_;
  std::atomic<std::uint64_t> next_ = 0;
};

class MaskCandidates final : public Candidates {
 public:
  explicit MaskCandidates(MaskSpace& space)
      : space_(space), cursor_(space.mask()), length_(space.mask().length()), word_(std::max(length_, kCopyBytes)) {}

  base::Result<bool> take() override {
    begin_ = space_.next();
    if (begin_ >= space_.size()) return false;
    left_ = std::min(kPiece, space_.size() - begin_);
    cursor_.seek(begin_, word_.data());
    return true;
  }
  [[nodiscard]] Position begin() const noexcept override { return {begin_, 0}; }

  bool fill(Batch& batch) override {
    auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, batch.room()));
    left_ -= count;
    auto* into = batch.add_many(count, length_);
    while (count > 0) {
      const auto last = cursor_.last_place().substr(0, count);
      for (const char c : last) {
        copy_word(into);
        into[length_ - 1] = static_cast<std::uint8_t>(c);
        into += length_;
      }
      cursor_.skip(last.size(), word_.data());
      count -= last.size();
    }
    return left_ > 0;
  }

 private:
  static constexpr std::size_t kCopyBytes = 16;
  static_assert(kCopyBytes <= Batch::kReadableBeyond);

  /// A copy of a fixed size costs a tenth of one whose size is not known; what is too much is written over by the next
  /// candidate, or lies behind the last.
  void copy_word(std::uint8_t* into) const {
    if (length_ <= kCopyBytes) {
      std::memcpy(into, word_.data(), kCopyBytes);
    } else {
      std::memcpy(into, word_.data(), length_);
    }
  }

  MaskSpace& space_;
  MaskCursor cursor_;
  std::size_t length_;
  base::Bytes word_;
  std::uint64_t begin_ = 0;
  std::uint64_t left_ = 0;
};

std::unique_ptr<Candidates> MaskSpace::candidates() { return std::make_unique<MaskCandidates>(*this); }

}  // namespace

std::unique_ptr<Space> mask_space(Mask mask) { return std::make_unique<MaskSpace>(std::move(mask)); }

}  // namespace jwtkeep::crack

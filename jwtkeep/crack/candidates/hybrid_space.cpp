#include "jwtkeep/crack/candidates/hybrid_space.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "jwtkeep/crack/candidates/lines.hpp"

namespace jwtkeep::crack {
namespace {

/// About a tenth of a second of one thread: what a resumed run does again at most.
constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;

/// One word, and the part of the mask that is tried with it.
struct HybridPiece {
  Position begin;
  base::Bytes word;
  std::uint64_t count = 0;  ///< of the mask's candidates
};

class HybridSpace final : public Space {
 public:
  HybridSpace(std::unique_ptr<WordSource> source, Mask mask, Side side)
      : source_(std::move(source)), mask_(std::move(mask)), side_(side) {
    source_->set_block_bytes(kBlockBytes);
  }

  std::unique_ptr<Candidates> candidates() override;
  base::Result<void> seek(Position position) override {
    inner_ = position.inner;
    return source_->seek(position.outer);
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return source_->size(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return source_->taken(); }

  [[nodiscard]] const Mask& mask() const noexcept { return mask_; }
  [[nodiscard]] Side side() const noexcept { return side_; }

  /// Cuts off the next pieces until they come to `kPiece` candidates.
  base::Result<void> take(std::vector<HybridPiece>& pieces) {
    pieces.clear();
    const std::scoped_lock lock(mutex_);
    for (std::uint64_t total = 0; total < kPiece;) {
      if (!has_word_) {
        JWTKEEP_TRY(const bool more, next_word());
        if (!more) break;
      }
      const auto count = std::min(kPiece - total, mask_.candidates() - inner_);
      pieces.push_back({.begin = {block_.begin + line_, inner_}, .word = {word_.begin(), word_.end()}, .count = count});
      total += count;
      inner_ += count;
      if (inner_ == mask_.candidates()) {
        inner_ = 0;
        has_word_ = false;
      }
    }
    return {};
  }

 private:
  static constexpr std::size_t kBlockBytes = std::size_t{64} << 10;

  base::Result<bool> next_word() {
    while (true) {
      line_ = block_.text.size() - lines_.left();
      if (lines_.next(word_)) return has_word_ = true;
      JWTKEEP_TRY(const bool more, source_->take(block_));
      if (!more) return false;
      lines_ = Lines(block_.text);
    }
  }

  std::unique_ptr<WordSource> source_;
  Mask mask_;
  Side side_;
  std::mutex mutex_;
  Block block_;
  Lines lines_;
  std::uint64_t line_ = 0;  ///< where the word's line begins in the block
  base::ByteView word_;
  bool has_word_ = false;
  std::uint64_t inner_ = 0;  ///< the next of the mask's candidates with that word
};

class HybridCandidates final : public Candidates {
 public:
  explicit HybridCandidates(HybridSpace& space) : space_(space), cursor_(space.mask()) {}

  base::Result<bool> take() override {
    JWTKEEP_CHECK(space_.take(pieces_));
    at_ = 0;
    left_ = 0;
    return !pieces_.empty();
  }
  [[nodiscard]] Position begin() const noexcept override { return pieces_.front().begin; }

  bool fill(Batch& batch) override {
    while (!batch.full()) {
      if (left_ == 0 && !next_piece()) return false;
      for (; left_ > 0 && !batch.full(); --left_) {
        batch.add(text_);
        cursor_.step(text_.data() + mask_at_);
      }
    }
    return true;
  }

 private:
  bool next_piece() {
    if (at_ == pieces_.size()) return false;
    const auto& piece = pieces_[at_++];
    const auto mask_length = space_.mask().length();
    text_.resize(mask_length + piece.word.size());
    mask_at_ = space_.side() == Side::before ? 0 : piece.word.size();
    std::ranges::copy(piece.word, text_.begin() + (space_.side() == Side::before ? std::ptrdiff_t(mask_length) : 0));
    cursor_.seek(piece.begin.inner, text_.data() + mask_at_);
    left_ = piece.count;
    return true;
  }

  HybridSpace& space_;
  MaskCursor cursor_;
  std::vector<HybridPiece> pieces_;
  std::size_t at_ = 0;
  base::Bytes text_;
  std::size_t mask_at_ = 0;
  std::uint64_t left_ = 0;
};

std::unique_ptr<Candidates> HybridSpace::candidates() { return std::make_unique<HybridCandidates>(*this); }

}  // namespace

std::unique_ptr<Space> hybrid_space(std::unique_ptr<WordSource> source, Mask mask, Side side) {
  return std::make_unique<HybridSpace>(std::move(source), std::move(mask), side);
}

}  // namespace jwtkeep::crack

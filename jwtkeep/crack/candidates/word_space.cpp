#include "jwtkeep/crack/candidates/word_space.hpp"

#include <algorithm>
#include <cstring>

#include "jwtkeep/crack/candidates/lines.hpp"

namespace jwtkeep::crack {
namespace {

/// A block's candidates take about a second at most, so that little is done again by a resumed run.
constexpr std::size_t kBlockBytes = std::size_t{256} << 10;
constexpr std::size_t kLeastBlockBytes = std::size_t{4} << 10;

class WordSpace final : public Space {
 public:
  WordSpace(std::unique_ptr<WordSource> source, Rules rules, std::vector<Encoding> encodings)
      : source_(std::move(source)), rules_(std::move(rules)), encodings_(std::move(encodings)) {
    const auto times = rules_ && !rules_->empty() ? rules_->size() : 1;
    source_->set_block_bytes(std::max(kLeastBlockBytes, kBlockBytes / times));
  }

  std::unique_ptr<Candidates> candidates() override;
  base::Result<void> seek(Position position) override { return source_->seek(position.outer); }
  [[nodiscard]] std::uint64_t size() const noexcept override { return source_->size(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return source_->taken(); }

  [[nodiscard]] WordSource& source() const noexcept { return *source_; }
  [[nodiscard]] const Rules& rules() const noexcept { return rules_; }
  [[nodiscard]] const std::vector<Encoding>& encodings() const noexcept { return encodings_; }

 private:
  std::unique_ptr<WordSource> source_;
  Rules rules_;
  std::vector<Encoding> encodings_;
};

class WordCandidates : public Candidates {
 public:
  explicit WordCandidates(WordSpace& space) : source_(space.source()) {}

  base::Result<bool> take() override {
    JWTKEEP_TRY(const bool taken, source_.take(block_));
    lines_ = Lines(taken ? block_.text : std::string_view{});
    return taken;
  }
  [[nodiscard]] Position begin() const noexcept override { return {block_.begin, 0}; }

  bool fill(Batch& batch) override {
    base::ByteView word;
    while (!batch.full()) {
      if (!lines_.next(word)) return false;
      add(batch, word);
    }
    return true;
  }

 protected:
  bool next_line(base::ByteView& word) { return lines_.next(word); }

 private:
  /// A copy of a fixed size costs a third of one whose size is not known; the next candidate is written over what is
  /// too much.
  void add(Batch& batch, base::ByteView word) const {
    constexpr std::size_t kCopyBytes = 32;
    if (word.size() <= kCopyBytes && lines_.left() >= kCopyBytes && lines_.in_place()) {
      std::memcpy(batch.write(kCopyBytes), word.data(), kCopyBytes);
      batch.wrote(word.size());
    } else {
      batch.add(word);
    }
  }

  WordSource& source_;
  Block block_;
  Lines lines_;
};

/// The same with rules and encodings: what comes of one word may not fit into the batch that began with it.
class ChangedWords final : public WordCandidates {
 public:
  explicit ChangedWords(WordSpace& space)
      : WordCandidates(space),
        rules_(space.rules() ? space.rules()->data() : nullptr),
        rule_count_(space.rules() ? space.rules()->size() : 1),
        encodings_(space.encodings()),
        rule_(rule_count_),
        encoding_(encodings_.size()) {}

  bool fill(Batch& batch) override {
    while (!batch.full()) {
      if (encoding_ == encodings_.size() && !next_changed()) return false;
      if (!changed_) continue;  // the rule rejects the word
      if (const auto decoded = decode_word(encodings_[encoding_++], *changed_, decoded_)) batch.add(*decoded);
    }
    return true;
  }

 private:
  /// The next word under the next rule; false at the end.
  bool next_changed() {
    if (rule_ == rule_count_) {
      if (!next_line(word_)) return false;
      rule_ = 0;
    }
    changed_ = rules_ == nullptr ? word_ : bench_.apply(rules_[rule_], word_);
    ++rule_;
    encoding_ = changed_ ? 0 : encodings_.size();
    return true;
  }

  const Rule* rules_;
  std::size_t rule_count_;
  const std::vector<Encoding>& encodings_;
  RuleBench bench_;
  base::Bytes decoded_;
  base::ByteView word_;
  std::optional<base::ByteView> changed_;
  std::size_t rule_;
  std::size_t encoding_;
};

std::unique_ptr<Candidates> WordSpace::candidates() {
  if (!rules_ && encodings_ == std::vector{Encoding::raw}) return std::make_unique<WordCandidates>(*this);
  return std::make_unique<ChangedWords>(*this);
}

}  // namespace

std::unique_ptr<Space> word_space(std::unique_ptr<WordSource> source, Rules rules, std::vector<Encoding> encodings) {
  return std::make_unique<WordSpace>(std::move(source), std::move(rules), std::move(encodings));
}

}  // namespace jwtkeep::crack

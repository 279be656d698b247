#include <algorithm>

#include "jwtkeep/crack/candidates/word_source.hpp"

namespace jwtkeep::crack {
namespace {

class WordText final : public WordSource {
 public:
  explicit WordText(std::string_view text) : text_(text) {}
  explicit WordText(std::string text) : owned_(std::move(text)), text_(owned_) {}

  base::Result<bool> take(Block& block) override {
    const std::scoped_lock lock(mutex_);
    const auto at = at_.load();
    if (at == text_.size()) return false;
    auto end = std::min(text_.size(), at + block_bytes());
    const auto line_end = text_.find('\n', end - 1);
    end = line_end == std::string_view::npos ? text_.size() : line_end + 1;
    block.begin = at;
    block.text = text_.substr(at, end - at);
    at_ = end;
    return true;
  }

  base::Result<void> seek(std::uint64_t at) override {
    at_ = std::min<std::size_t>(static_cast<std::size_t>(at), text_.size());
    return {};
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return text_.size(); }
  [[nodiscard]] std::uint64_t taken() const noexcept override { return at_; }

 private:
  std::string owned_;
  std::string_view text_;
  std::mutex mutex_;
  std::atomic<std::size_t> at_ = 0;
};

}  // namespace

std::unique_ptr<WordSource> words_of_text(std::string_view text) { return std::make_unique<WordText>(text); }
std::unique_ptr<WordSource> words_of_owned_text(std::string text) {
  return std::make_unique<WordText>(std::move(text));
}

}  // namespace jwtkeep::crack

#include "jwtkeep/jose/header_memo.hpp"

#include <cstring>

#include "jwtkeep/jose/prepared_key.hpp"

namespace jwtkeep::jose {

const HeaderMemo::Entry* HeaderMemo::find(std::string_view token, std::uint64_t generation) noexcept {
  if (last_ == nullptr || !token.starts_with(last_->text)) {
    const auto dot = token.substr(0, kLongestText).find('.');
    if (dot == std::string_view::npos) return nullptr;
    const auto text = token.substr(0, dot + 1);
    auto& entry = entries_[place(text)];
    if (entry.key == nullptr || entry.text != text) return nullptr;
    last_ = &entry;
  }
  last_->used_in = generation;
  return last_;
}

void HeaderMemo::learn(std::string_view header, const PreparedKey& key, std::uint64_t generation) {
  if (header.size() + 1 > kLongestText) return;
  std::string text(header);
  text += '.';
  auto& entry = entries_[place(text)];
  if (entry.key != nullptr && entry.used_in == generation) return;
  entry.text = std::move(text);
  entry.key = &key;
  entry.hmac.reset();
  if (key.hmac) entry.hmac.emplace(key.hmac->for_messages_with(base::as_bytes(entry.text)));
  last_ = &entry;
}

void HeaderMemo::forget() noexcept {
  last_ = nullptr;
  for (auto& entry : entries_) {
    entry.key = nullptr;
    entry.hmac.reset();
  }
}

/// A mix of eight characters at a time. Only those who hold a key choose what is kept, so nobody gains by a collision.
std::size_t HeaderMemo::place(std::string_view text) noexcept {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  std::uint64_t mix = text.size();
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    mix = (mix ^ word) * kOdd;
    mix ^= mix >> 32;
  }
  for (const char c : text) mix = (mix ^ static_cast<unsigned char>(c)) * kOdd;
  static_assert(kEntries == 64);
  return mix >> 58;
}

}  // namespace jwtkeep::jose

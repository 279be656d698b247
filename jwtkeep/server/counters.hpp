// What was done with each key, counted.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>

#include "jwtkeep/base/reason.hpp"

namespace jwtkeep::server {

/// How many reasons a token can be refused for: those before `weak_secret`.
inline constexpr std::size_t kTokenReasons = static_cast<std::size_t>(base::Reason::weak_secret);

/// Of one key of a keyring; the empty kid has what belongs to none of them. Any thread counts.
class KeyCounts {
 public:
  KeyCounts() = default;
  KeyCounts(const KeyCounts&) = delete;
  KeyCounts& operator=(const KeyCounts&) = delete;
  ~KeyCounts();

  std::atomic<std::uint64_t> signed_tokens = 0;
  std::atomic<std::uint64_t> verified = 0;

  /// `reason` is below `kTokenReasons`.
  void refuse(std::size_t reason);
  [[nodiscard]] std::uint64_t refused(std::size_t reason) const noexcept;

 private:
  using Refused = std::array<std::atomic<std::uint64_t>, kTokenReasons>;
  /// Made with the first that is refused: for most keys of a store none ever is, and a server has every key of it.
  std::atomic<Refused*> refused_ = nullptr;
};

/// Of one keyring, for as long as the server runs. Its keys are those that it learns of, so that nobody outside can add
/// any. Any thread.
class RingCounts {
 public:
  RingCounts() { keys_.emplace("", std::make_unique<KeyCounts>()); }

  void learn(std::string_view kid);
  /// Those of that key; of no key where the keyring has none of that kid.
  [[nodiscard]] KeyCounts& of(std::string_view kid) const;
  /// Calls `each(kid, counts)` for every one.
  template <class Each>
  void for_each(Each each) const {
    const std::shared_lock lock(mutex_);
    for (const auto& [kid, counts] : keys_) each(kid, std::as_const(*counts));
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<KeyCounts>, std::less<>> keys_;
};

}  // namespace jwtkeep::server

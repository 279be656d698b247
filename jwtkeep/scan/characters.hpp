// Text that may hold a secret, in ordinary memory that is overwritten before it is given back.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::scan {

/// Overwrites what it frees. What was read stands in a file already: guarded memory would keep nobody from it, but
/// neither should it lie about in this process for longer than it is looked at.
template <class T>
struct WipingAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): the standard's own name
  WipingAllocator() noexcept = default;
  template <class U>
  explicit(false) WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {}
  T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
  void deallocate(T* memory, std::size_t count) noexcept {
    base::wipe({reinterpret_cast<std::uint8_t*>(memory), count * sizeof(T)});
    std::allocator<T>{}.deallocate(memory, count);
  }
  template <class U>
  friend bool operator==(const WipingAllocator& /*a*/, const WipingAllocator<U>& /*b*/) noexcept {
    return true;
  }
};

/// As std::string for what an extractor reads: a vector has no small buffer that would be left behind.
class Characters {
 public:
  Characters() = default;
  explicit Characters(std::string_view text) : characters_(text.begin(), text.end()) {}

  [[nodiscard]] std::string_view view() const noexcept { return {characters_.data(), characters_.size()}; }
  [[nodiscard]] base::ByteView bytes() const noexcept { return base::as_bytes(view()); }
  [[nodiscard]] std::size_t size() const noexcept { return characters_.size(); }
  [[nodiscard]] bool empty() const noexcept { return characters_.empty(); }
  void append(std::string_view text) { characters_.insert(characters_.end(), text.begin(), text.end()); }
  void push_back(char character) { characters_.push_back(character); }
  void reserve(std::size_t size) { characters_.reserve(size); }
  void clear() noexcept { characters_.clear(); }

  friend bool operator==(const Characters& a, std::string_view b) noexcept { return a.view() == b; }

 private:
  std::vector<char, WipingAllocator<char>> characters_;
};

}  // namespace jwtkeep::scan

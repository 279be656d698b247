#include "memory_search.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>

#include "jwtkeep/base/file_handle.hpp"

namespace jwtkeep::destination {
namespace {

constexpr std::uint8_t kMask = 0xa5;
constexpr std::size_t kSecretBytes = 40;
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
/// Sanitizers reserve terabytes that nobody ever wrote to.
constexpr std::size_t kLargestRegionBytes = std::size_t{1} << 28;

}  // namespace

MaskedSecret::MaskedSecret() {
  std::random_device random;
  for (std::size_t i = 0; i < kSecretBytes; ++i) {
    masked_.push_back(static_cast<std::uint8_t>(("abcdefghijklmnopqrstuvwxyz012345"[random() % 32]) ^ kMask));
  }
}

base::SecretBytes MaskedSecret::reveal() const {
  base::SecretBytes secret(masked_.size());
  secret.fill([&](base::MutableByteView bytes) {
    std::ranges::transform(masked_, bytes.begin(), [](std::uint8_t b) { return static_cast<std::uint8_t>(b ^ kMask); });
  });
  return secret;
}

std::size_t MaskedSecret::count(base::ByteView bytes) const {
  std::size_t found = 0;
  for (auto rest = bytes; rest.size() >= masked_.size(); rest = rest.subspan(1)) {
    // Skips to the next byte that can begin it.
    const auto first = std::ranges::find(rest, static_cast<std::uint8_t>(masked_[0] ^ kMask));
    rest = rest.subspan(static_cast<std::size_t>(first - rest.begin()));
    if (rest.size() < masked_.size()) break;
    found += std::equal(masked_.begin(), masked_.end(), rest.begin(),
                        [](std::uint8_t m, std::uint8_t b) { return (m ^ kMask) == b; });
  }
  return found;
}

std::size_t MaskedSecret::times_in_memory() const {
  std::size_t found = 0;
  base::Bytes chunk(kChunkBytes, 0);
  const auto own = reinterpret_cast<std::uintptr_t>(chunk.data());
  const base::FileHandle memory(::open("/proc/self/mem", O_RDONLY | O_CLOEXEC));
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    char readable = '-';
    if (std::sscanf(line.c_str(), "%lx-%lx %c", &from, &to, &readable) != 3 || readable != 'r') continue;
    if (to - from > kLargestRegionBytes) continue;
    // Chunks overlap by less than one secret, so that each copy counts once.
    for (auto at = from; at < to; at += kChunkBytes - (kSecretBytes - 1)) {
      base::wipe(chunk);
      const auto size = std::min<std::size_t>(kChunkBytes, to - at);
      const auto got = ::pread(memory.get(), chunk.data(), size, static_cast<off_t>(at));
      if (got <= 0) break;
      const bool is_own = at < own + chunk.size() && own < at + size;
      if (!is_own) found += count(base::ByteView(chunk).first(static_cast<std::size_t>(got)));
      if (to - at <= kChunkBytes) break;
    }
  }
  base::wipe(chunk);
  return found;
}

}  // namespace jwtkeep::destination

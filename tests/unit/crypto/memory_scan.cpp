#include "memory_scan.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

namespace jwtkeep::crypto {
namespace {

constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
/// Sanitizers reserve terabytes that nobody ever wrote to.
constexpr std::uintptr_t kLargestRegionBytes = std::uintptr_t{1} << 28;

struct Region {
  std::uintptr_t from = 0;
  std::uintptr_t to = 0;
  std::string name;
  bool readable = false;
  bool touched = false;  ///< some page of it is in memory or swapped out: what nobody ever wrote to holds nothing
  bool guarded = false;
};

std::vector<Region> regions() {
  std::vector<Region> found;
  std::ifstream maps("/proc/self/smaps");
  for (std::string line; std::getline(maps, line);) {
    Region region;
    char readable = '-';
    if (std::sscanf(line.c_str(), "%lx-%lx %c", &region.from, &region.to, &readable) == 3) {
      region.readable = readable == 'r' && !line.ends_with("[vvar]") && !line.ends_with("[vsyscall]");
      region.name = line;
      found.push_back(region);
    } else if ((line.starts_with("Rss:") || line.starts_with("Swap:")) && !found.empty()) {
      unsigned long kilobytes = 0;
      std::sscanf(line.c_str(), "%*s %lu", &kilobytes);
      found.back().touched |= kilobytes != 0;
    } else if (line.starts_with("VmFlags:") && !found.empty()) {
      found.back().guarded = (line + " ").find(" dd ") != std::string::npos;
    }
  }
  return found;
}

std::uint64_t word(const std::uint8_t* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

}  // namespace

void MemoryScan::watch(base::ByteView secret) {
  const auto middle = secret.subspan((secret.size() - kSampleBytes) / 2, kSampleBytes);
  add(middle);
  base::Bytes reversed(middle.rbegin(), middle.rend());
  add(reversed);
  base::wipe(reversed);
}

void MemoryScan::add(base::ByteView sample) {
  Sample masked{word(sample.data()) ^ kMask, word(sample.data() + 8) ^ kMask, 0};
  auto& chain = chains_[masked.first & 0xffff];
  masked.next = std::exchange(chain, static_cast<std::uint16_t>(samples_.size() + 1));
  samples_.push_back(masked);
}

std::size_t MemoryScan::count(base::ByteView bytes) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i + kSampleBytes <= bytes.size(); ++i) {
    const auto* at = bytes.data() + i;
    const auto first = word(at) ^ kMask;
    for (auto number = chains_[first & 0xffff]; number != 0; number = samples_[number - 1].next) {
      const auto& sample = samples_[number - 1];
      found += sample.first == first && sample.last == (word(at + 8) ^ kMask) ? 1U : 0U;
    }
  }
  return found;
}

MemoryScan::Found MemoryScan::run() const {
  Found found;
  base::Bytes chunk(kChunkBytes, 0);
  const auto own = reinterpret_cast<std::uintptr_t>(chunk.data());
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  const auto copies_in = [&](std::uintptr_t from, std::uintptr_t to) {
    std::size_t copies = 0;
    // Chunks overlap by less than one sample, so that each copy counts once.
    for (auto at = from; at < to; at += kChunkBytes - (kSampleBytes - 1)) {
      base::wipe(chunk);
      const auto size = std::min<std::size_t>(kChunkBytes, to - at);
      const auto got = ::pread(memory, chunk.data(), size, static_cast<off_t>(at));
      if (got <= 0) break;
      copies += count(base::ByteView(chunk).first(static_cast<std::size_t>(got)));
      if (to - at <= kChunkBytes) break;
    }
    return copies;
  };
  for (const auto& region : regions()) {
    if (!region.readable || !region.touched || region.to - region.from > kLargestRegionBytes) continue;
    // All but the very bytes that are read into, wherever they were put: what lies beside them counts.
    const auto copies = copies_in(region.from, std::clamp(own, region.from, region.to)) +
                        copies_in(std::clamp(own + chunk.size(), region.from, region.to), region.to);
    (region.guarded ? found.guarded : found.ordinary) += copies;
    if (copies != 0 && !region.guarded) found.places += region.name + "\n";
  }
  base::wipe(chunk);
  ::close(memory);
  return found;
}

}  // namespace jwtkeep::crypto

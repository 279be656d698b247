#include "memory_scan.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bitset>
#include <cstdio>
#include <fstream>
#include <memory>

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
    } else if (line.starts_with("VmFlags:") && !found.empty()) {
      found.back().guarded = (line + " ").find(" dd ") != std::string::npos;
    }
  }
  return found;
}

}  // namespace

void MemoryScan::watch(base::ByteView secret) {
  base::Bytes sample;
  const auto middle = secret.subspan((secret.size() - kSampleBytes) / 2, kSampleBytes);
  for (const auto byte : middle) sample.push_back(byte ^ kMask);
  masked_.push_back(sample);
  std::ranges::reverse(sample);
  masked_.push_back(std::move(sample));
}

std::size_t MemoryScan::count(base::ByteView bytes) const {
  // One pass for all samples: a table tells which pairs of bytes can begin one.
  const auto pair = [](unsigned first, unsigned second) { return (first << 8) | second; };
  auto begins = std::make_unique<std::bitset<65536>>();
  for (const auto& sample : masked_) begins->set(pair(sample[0], sample[1]));
  std::size_t found = 0;
  for (std::size_t i = 0; i + kSampleBytes <= bytes.size(); ++i) {
    if (!begins->test(pair(bytes[i] ^ kMask, bytes[i + 1] ^ kMask))) continue;
    for (const auto& sample : masked_) {
      found += std::equal(sample.begin(), sample.end(), bytes.begin() + static_cast<std::ptrdiff_t>(i),
                          [](std::uint8_t masked, std::uint8_t byte) { return (masked ^ kMask) == byte; });
    }
  }
  return found;
}

MemoryScan::Found MemoryScan::run() const {
  Found found;
  base::Bytes chunk(kChunkBytes, 0);
  const auto own = reinterpret_cast<std::uintptr_t>(chunk.data());
  const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  for (const auto& region : regions()) {
    if (!region.readable || region.to - region.from > kLargestRegionBytes) continue;
    // Chunks overlap by less than one sample, so that each copy counts once.
    for (auto at = region.from; at < region.to; at += kChunkBytes - (kSampleBytes - 1)) {
      base::wipe(chunk);
      const auto size = std::min<std::size_t>(kChunkBytes, region.to - at);
      const auto got = ::pread(memory, chunk.data(), size, static_cast<off_t>(at));
      if (got <= 0) break;
      const auto inside = base::ByteView(chunk).first(static_cast<std::size_t>(got));
      const bool is_own = at < own + chunk.size() && own < at + size;
      const auto copies = is_own ? std::size_t{0} : count(inside);
      (region.guarded ? found.guarded : found.ordinary) += copies;
      if (copies != 0 && !region.guarded) found.places += region.name + "\n";
      if (region.to - at <= kChunkBytes) break;
    }
  }
  base::wipe(chunk);
  ::close(memory);
  return found;
}

}  // namespace jwtkeep::crypto

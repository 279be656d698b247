// Kernels: one interface on batches, an implementation for each instruction set. Internal to this room.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "jwtkeep/crack/batch.hpp"
#include "jwtkeep/crack/kernel/message.hpp"

namespace jwtkeep::crack::kernel {

/// A candidate of which one or two words of the tag are right: nearly always a hit, to be confirmed.
struct Suspect {
  std::size_t candidate;
  std::size_t target;
};

/// Appends the suspects. No candidate may be longer than the hash's block.
template <class Hash>
using Run = void (*)(std::span<const Message<Hash>* const> messages, const Batch& batch,
                     std::vector<Suspect>& suspects);

struct Implementation {
  std::string_view name;
  bool (*is_supported)() noexcept;  ///< by this processor and operating system
  Run<Sha256> sha256;
  Run<Sha384> sha384;
  Run<Sha512> sha512;
};

/// All that were built, the fastest first. The portable one is always there and always supported.
std::span<const Implementation> implementations() noexcept;

// The implementations, each in the file of its name.
Implementation portable() noexcept;
#if defined(__x86_64__)
Implementation avx2() noexcept;
Implementation avx512() noexcept;
#endif

}  // namespace jwtkeep::crack::kernel

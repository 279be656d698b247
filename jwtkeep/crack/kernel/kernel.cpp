#include "jwtkeep/crack/kernel/kernel.hpp"

namespace jwtkeep::crack::kernel {

std::span<const Implementation> implementations() noexcept {
  static const std::array all = {
#if defined(__x86_64__)
      avx512(),
      avx2(),
#endif
      portable(),
  };
  return all;
}

}  // namespace jwtkeep::crack::kernel

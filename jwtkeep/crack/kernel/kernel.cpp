#include "jwtkeep/crack/kernel/kernel.hpp"

namespace jwtkeep::crack::kernel {

std::span<const Implementation> implementations() noexcept {
  static const std::array kAll = {
#if 0
      avx512(),
      avx2(),
#endif
      portable(),
  };
  return kAll;
}

}  // namespace jwtkeep::crack::kernel

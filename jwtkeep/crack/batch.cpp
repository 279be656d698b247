#include "jwtkeep/crack/batch.hpp"

namespace jwtkeep::crack {

void Batch::grow(std::size_t more) {
  constexpr std::size_t kAtFirst = std::size_t{64} << 10;
  bytes_.resize(std::max({kAtFirst, bytes_.size() * 2, ends_[size_] + more + kReadableBeyond}));
}

std::uint8_t* Batch::add_many(std::size_t count, std::size_t length) {
  auto* first = write(count * length);
  auto end = ends_[size_];
  for (std::size_t i = 0; i < count; ++i) ends_[size_ + 1 + i] = end += length;
  size_ += count;
  if (count != 0) longest_ = std::max(longest_, length);
  return first;
}

}  // namespace jwtkeep::crack

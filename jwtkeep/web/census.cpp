#include "jwtkeep/web/census.hpp"

#include <algorithm>

namespace jwtkeep::web {

Census::Site Census::site_of(const http::IpAddress& address) noexcept {
  Site site{static_cast<std::uint8_t>(address.is_v4() ? 4 : 6)};
  std::ranges::copy(address.bytes().first(address.is_v4() ? 4 : 8), site.begin() + 1);
  return site;
}

bool Census::enter(const std::optional<http::IpAddress>& address) {
  const std::scoped_lock lock(mutex_);
  if (count_ >= most_) return false;
  if (address && most_of_one_ != 0) {
    auto& of_site = sites_[site_of(*address)];
    if (of_site >= most_of_one_) return false;
    ++of_site;
  }
  ++count_;
  return true;
}

void Census::leave(const std::optional<http::IpAddress>& address) noexcept {
  const std::scoped_lock lock(mutex_);
  --count_;
  if (!address || most_of_one_ == 0) return;
  const auto found = sites_.find(site_of(*address));
  if (--found->second == 0) sites_.erase(found);
}

std::size_t Census::count() const {
  const std::scoped_lock lock(mutex_);
  return count_;
}

}  // namespace jwtkeep::web

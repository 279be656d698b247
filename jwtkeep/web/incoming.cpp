#include "jwtkeep/web/incoming.hpp"

#include <algorithm>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/web/request.hpp"

namespace jwtkeep::web {

Incoming::Incoming(std::unique_ptr<Request> request) noexcept : request_(std::move(request)) {}
Incoming::Incoming(Incoming&&) noexcept = default;

Incoming& Incoming::operator=(Incoming&& other) noexcept {
  std::swap(request_, other.request_);
  return *this;
}

Incoming::~Incoming() {
  if (request_ != nullptr) RequestPool::give_back(std::move(request_));
}

std::string_view Incoming::method() const noexcept { return request_->part(request_->head.method); }

std::string_view Incoming::raw_path() const noexcept {
  const auto target = request_->part(request_->head.target);
  return target.substr(0, std::min(target.find('?'), target.size()));
}

const Target& Incoming::target() const noexcept { return request_->target; }
std::size_t Incoming::field_count() const noexcept { return request_->head.fields.size(); }

Incoming::Field Incoming::field(std::size_t at) const noexcept {
  const auto& place = request_->head.fields[at];
  return {.name = request_->part(place.name), .value = request_->part(place.value)};
}

std::optional<std::string_view> Incoming::only_field(std::string_view name) const noexcept {
  std::optional<std::string_view> found;
  for (std::size_t i = 0; i < field_count(); ++i) {
    const auto each = field(i);
    if (!http::same_ignoring_case(each.name, name)) continue;
    if (found) return std::nullopt;
    found = each.value;
  }
  return found;
}

std::optional<std::string> Incoming::field(std::string_view name) const {
  std::optional<std::string> joined;
  for (std::size_t i = 0; i < field_count(); ++i) {
    const auto each = field(i);
    if (!http::same_ignoring_case(each.name, name)) continue;
    if (joined) {
      joined->append(", ").append(each.value);
    } else {
      joined.emplace(each.value);
    }
  }
  return joined;
}

std::size_t Incoming::body_size() const noexcept { return request_->body_size; }
base::ByteView Incoming::body_bytes() const noexcept { return request_->body(); }
const Peer& Incoming::peer() const noexcept { return *request_->peer; }
base::Instant Incoming::arrival() const noexcept { return request_->arrival; }

}  // namespace jwtkeep::web

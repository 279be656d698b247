#include "jwtkeep/base/json.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jwtkeep::base {

Json::Json(std::uint64_t value) noexcept {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    value_ = static_cast<std::int64_t>(value);
  } else {
    value_ = value;
  }
}

bool Json::is_number() const noexcept {
  return std::holds_alternative<std::int64_t>(value_) || std::holds_alternative<std::uint64_t>(value_) ||
         std::holds_alternative<double>(value_);
}

const SecretBytes* Json::secret() const noexcept {
  const auto* held = std::get_if<Secret>(&value_);
  return held == nullptr ? nullptr : held->get();
}

double Json::number() const noexcept {
  if (const auto* integer = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*integer);
  if (const auto* large = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*large);
  if (const auto* real = std::get_if<double>(&value_)) return *real;
  return std::numeric_limits<double>::quiet_NaN();
}

const Json* Json::find(std::string_view name) const noexcept {
  const auto* object = members();
  if (object == nullptr) return nullptr;
  const auto found = std::ranges::find_if(*object, [&](const Member& m) { return m.first == name; });
  return found == object->end() ? nullptr : &found->second;
}

Json& Json::set(std::string name, Json value) {
  if (is_null()) value_ = Object{};
  auto& object = std::get<Object>(value_);
  const auto found = std::ranges::find_if(object, [&](const Member& m) { return m.first == name; });
  if (found != object.end()) {
    found->second = std::move(value);
  } else {
    object.emplace_back(std::move(name), std::move(value));
  }
  return *this;
}

bool Json::erase(std::string_view name) {
  auto* object = members();
  if (object == nullptr) return false;
  return std::erase_if(*object, [&](const Member& m) { return m.first == name; }) != 0;
}

Json& Json::push(Json value) {
  if (is_null()) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

namespace {

/// Whether a double is exactly this integer. `limit` is the first power of two that the integer's type cannot hold.
template <class Integer>
bool is_exactly(double real, Integer integer, double limit) noexcept {
  const double lowest = std::numeric_limits<Integer>::is_signed ? -limit : 0.0;
  return real >= lowest && real < limit && static_cast<Integer>(real) == integer && std::trunc(real) == real;
}

}  // namespace

bool operator==(const Json& a, const Json& b) noexcept {
  if (const auto* secret = a.secret()) {
    const auto* other = b.secret();
    return other != nullptr && *secret == *other;
  }
  // 1.0 is written as 1 and read back as an integer: equal numbers are equal however they are held.
  if (const auto* real = std::get_if<double>(&a.value_)) {
    if (const auto* integer = std::get_if<std::int64_t>(&b.value_)) return is_exactly(*real, *integer, 0x1p63);
    if (const auto* large = std::get_if<std::uint64_t>(&b.value_)) return is_exactly(*real, *large, 0x1p64);
  } else if (std::holds_alternative<double>(b.value_) && a.is_number()) {
    return b == a;
  }
  return a.value_ == b.value_;
}

}  // namespace jwtkeep::base

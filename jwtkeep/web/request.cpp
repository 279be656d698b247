#include "jwtkeep/web/request.hpp"

#include <algorithm>
#include <cstring>

namespace jwtkeep::web {
namespace {

constexpr std::size_t kFirstCapacity = 2048;  // most heads fit, with a token

thread_local RequestPool* current = nullptr;  // NOLINT(*-non-const-global-variables): each thread has its own

void wipe_chars(char* data, std::size_t size) noexcept {
  if (size != 0) base::wipe({reinterpret_cast<std::uint8_t*>(data), size});
}

}  // namespace

std::span<char> WipedBytes::room(std::size_t size) {
  if (capacity_ - size_ < size) {
    const auto larger = std::max({kFirstCapacity, capacity_ * 2, size_ + size});
    auto moved = std::make_unique_for_overwrite<char[]>(larger);
    if (size_ != 0) std::memcpy(moved.get(), data_.get(), size_);
    wipe_chars(data_.get(), touched_);
    data_ = std::move(moved);
    capacity_ = larger;
    touched_ = size_;
  }
  return {data_.get() + size_, capacity_ - size_};
}

void WipedBytes::grow_by(std::size_t size) noexcept {
  size_ += size;
  touched_ = std::max(touched_, size_);
}

void WipedBytes::wipe() noexcept {
  wipe_chars(data_.get(), touched_);
  size_ = 0;
  touched_ = 0;
}

void Request::reset() noexcept {
  bytes.wipe();
  target.wipe();
  head_size = 0;
  body_size = 0;
  peer.reset();
}

void RequestPool::use(RequestPool* pool) noexcept { current = pool; }

std::unique_ptr<Request> RequestPool::take() {
  if (current == nullptr || current->kept_.empty()) return std::make_unique<Request>();
  auto request = std::move(current->kept_.back());
  current->kept_.pop_back();
  return request;
}

void RequestPool::give_back(std::unique_ptr<Request> request) noexcept {
  if (current == nullptr || request->bytes.capacity() > kLargestKept || current->kept_.size() == kMostKept) {
    request->target.wipe();  // the bytes wipe themselves
    return;
  }
  request->reset();
  current->kept_.push_back(std::move(request));
}

}  // namespace jwtkeep::web

#include "jwtkeep/web/request_reader.hpp"

#include <algorithm>
#include <cstring>

namespace jwtkeep::web {
namespace {

constexpr std::size_t kReadAtOnce = std::size_t{16} << 10;  // bytes of a body
constexpr std::size_t kFirstRead = 2000;

}  // namespace

RequestReader::~RequestReader() {
  if (request_ != nullptr) RequestPool::give_back(std::move(request_));
}

RequestReader::State RequestReader::refuse(Refusal refusal) {
  refusal_ = std::move(refusal);
  return state_ = State::refused;
}

RequestReader::State RequestReader::advance() {
  if (state_ == State::idle && request_ != nullptr && request_->bytes.size() != 0) state_ = State::head;
  if (state_ == State::head) return read_head_bytes();
  if (state_ == State::body) return read_body_bytes();
  return state_;
}

RequestReader::State RequestReader::read_head_bytes() {
  auto& request = *request_;
  const auto end = find_head_end(request.bytes.text(), scanned_);
  if (end == HeadEnd::broken) return refuse({.what = "this is not an HTTP/1.1 request with lines that end in CR LF"});
  if ((end == HeadEnd::found ? scanned_ : request.bytes.size()) > most_head_) {
    return refuse(
        {.status = 431, .reason = base::Reason::too_large, .what = "the request's head is larger than is taken here"});
  }
  if (end == HeadEnd::more) return state_;
  request.head_size = scanned_;
  if (auto refused = read_head(request.bytes.text().substr(0, scanned_), request.head))
    return refuse(*std::move(refused));
  is_head_method_ = request.part(request.head.method) == "HEAD";
  const auto target = request.part(request.head.target);
  if (const auto read = request.target.read(target == "*" ? std::string_view{} : target); !read) {
    return refuse({.what = read.error().what});
  }
  return state_ = State::head_done;
}

RequestReader::State RequestReader::begin_body(std::size_t most_bytes) {
  const auto& head = request_->head;
  if (head.framing == Framing::length && head.content_length > most_bytes) {
    return refuse({.status = 413, .reason = base::Reason::too_large, .what = "the body is larger than is taken here"});
  }
  if (head.framing == Framing::chunked) chunks_.emplace(most_bytes);
  state_ = head.framing == Framing::none ? State::whole : State::body;
  return advance();
}

RequestReader::State RequestReader::read_body_bytes() {
  auto& request = *request_;
  if (!chunks_) {
    body_read_ = std::min<std::size_t>(request.bytes.size() - request.head_size, request.head.content_length);
    request.body_size = body_read_;
    return state_ = body_read_ == request.head.content_length ? State::whole : State::body;
  }
  // What was decoded stands behind the head; what came since, behind that.
  const auto decoded = request.head_size + body_read_;
  ChunkedBody::Step step;
  const auto raw = request.bytes.from(decoded);
  if (auto refused = chunks_->feed(raw, step)) return refuse(*std::move(refused));
  std::memmove(raw.data() + step.made, raw.data() + step.taken, raw.size() - step.taken);
  request.bytes.shrink_to(request.bytes.size() - step.taken + step.made);
  body_read_ += step.made;
  request.body_size = body_read_;
  return state_ = chunks_->done() ? State::whole : State::body;
}

std::span<char> RequestReader::room() {
  if (request_ == nullptr) request_ = RequestPool::take();
  const bool in_body = state_ == State::body;
  const auto room = request_->bytes.room(in_body ? std::min(kReadAtOnce, request_->bytes.size() + 1) : 1);
  // A head is not read far beyond what is taken of it.
  return in_body ? room : room.first(std::min(room.size(), std::max(kFirstRead, most_head_ + 1)));
}

void RequestReader::took(std::size_t size) noexcept { request_->bytes.grow_by(size); }

void RequestReader::rest() noexcept {
  if (request_ != nullptr && request_->bytes.size() == 0) RequestPool::give_back(std::move(request_));
}

bool RequestReader::has_body_bytes() const noexcept { return request_->bytes.size() > request_->head_size; }

std::unique_ptr<Request> RequestReader::take() {
  auto whole = std::move(request_);
  const auto end = whole->head_size + whole->body_size;
  if (whole->bytes.size() > end) {
    const auto next = whole->bytes.from(end);
    request_ = RequestPool::take();
    std::ranges::copy(next, request_->bytes.room(next.size()).begin());
    request_->bytes.grow_by(next.size());
    whole->bytes.shrink_to(end);
  }
  state_ = State::idle;
  scanned_ = 0;
  body_read_ = 0;
  chunks_.reset();
  is_head_method_ = false;
  return whole;
}

}  // namespace jwtkeep::web

// What is answered.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::web {

/// A status, header fields and a body. `Date`, `Content-Length` and `Connection` are the server's to write; HEAD is
/// answered like GET, and the server leaves the body out.
///
/// One that many requests get is made once and given as `std::shared_ptr<const Answer>`: nothing of it is copied.
class Answer {
 public:
  explicit Answer(int status = 200) noexcept : status_(status) {}

  /// Appends a field. A name that is not a token, one that the server writes itself, and a value with a control
  /// character spoil the answer: 500 is sent in its place, so that no value that came from outside splits it in two.
  Answer& with(std::string_view name, std::string_view value) &;
  Answer&& with(std::string_view name, std::string_view value) && { return std::move(with(name, value)); }

  Answer& text(std::string body) & { return set_body(std::move(body)); }
  Answer&& text(std::string body) && { return std::move(set_body(std::move(body))); }
  Answer& secret(base::SecretBytes body) & { return set_body(std::move(body)); }
  Answer&& secret(base::SecretBytes body) && { return std::move(set_body(std::move(body))); }
  /// Not null.
  Answer& shared(std::shared_ptr<const std::string> body) & { return set_body(std::move(body)); }
  Answer&& shared(std::shared_ptr<const std::string> body) && { return std::move(set_body(std::move(body))); }

  [[nodiscard]] int status() const noexcept { return status_; }
  [[nodiscard]] bool is_spoilt() const noexcept { return spoilt_; }
  [[nodiscard]] std::string_view lines() const noexcept { return lines_; }  ///< the fields, each with its CRLF
  [[nodiscard]] std::size_t body_size() const noexcept;
  /// Whether the body lies in guarded memory, and is to be copied nowhere else.
  [[nodiscard]] bool is_secret() const noexcept { return std::holds_alternative<base::SecretBytes>(body_); }
  /// Calls `reader(ByteView)` on the body. The view must not outlive the answer.
  template <class Reader>
  decltype(auto) reveal_body(Reader&& reader) const {
    return std::forward<Reader>(reader)(body_bytes());
  }

 private:
  using Body = std::variant<std::string, base::SecretBytes, std::shared_ptr<const std::string>>;
  Answer& set_body(Body body) {
    body_ = std::move(body);
    return *this;
  }
  [[nodiscard]] base::ByteView body_bytes() const noexcept;

  int status_;
  bool spoilt_ = false;
  std::string lines_;
  Body body_;
};

}  // namespace jwtkeep::web

// Names and values as query parameters and forms carry them.
#pragma once

#include <string>
#include <string_view>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::http {

/// All but unreserved characters as %XX (RFC 3986 sections 2.1 and 2.3).
std::string percent_encoded(std::string_view text);

/// `a=b&c=d`, percent-encoded: application/x-www-form-urlencoded, in guarded memory.
class Form {
 public:
  static constexpr std::string_view kType = "application/x-www-form-urlencoded";

  Form& add(std::string_view name, std::string_view value) { return add(name, base::as_bytes(value)); }
  Form& add(std::string_view name, const base::SecretBytes& value) {
    value.reveal([&](base::ByteView bytes) { add(name, bytes); });
    return *this;
  }
  /// What was added so far; the form is empty afterwards.
  base::SecretBytes take() { return text_.take(); }

 private:
  Form& add(std::string_view name, base::ByteView value);

  base::SecretBuilder text_;
};

/// The value alone, percent-encoded.
void append_percent_encoded(base::SecretBuilder& out, base::ByteView value);

}  // namespace jwtkeep::http

// What is sent and what comes back (RFC 9110).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/http/signing.hpp"
#include "jwtkeep/http/url.hpp"

namespace jwtkeep::http {

enum class Method : std::uint8_t { get, head, post, put, patch, del };

/// `GET`, `DELETE` ...
std::string_view word(Method method) noexcept;

/// A header that is sent. Its value may be a credential, so it is a secret always.
struct RequestField {
  std::string name;
  base::SecretBytes value;
};

/// Bounds on one exchange, redirects included.
struct Limits {
  std::chrono::milliseconds total{5000};            ///< from asking the name servers to the last byte
  std::chrono::milliseconds connect{2000};          ///< of it, for each connection with its TLS handshake
  std::size_t body_bytes = std::size_t{512} << 10;  ///< of a response; a longer one is `too_large`
  std::size_t head_bytes = std::size_t{32} << 10;   ///< of a response's header lines
  int redirects = 3;                                ///< followed at most
};

struct Request {
  Method method = Method::get;
  Url url;
  std::vector<RequestField> fields = {};
  base::SecretBytes body = {};  ///< not for `get` and `head`
  Limits limits = {};
  std::optional<Signing> signing = {};  ///< what is sent is signed with it: `check_signable` says what can be
  /// Never sent a second time by the client itself, which does so where a kept connection ends without an answer (RFC
  /// 9110 section 9.2.2 allows it for idempotent methods alone): it gets a connection of its own.
  bool only_once = false;
  /// A redirect is an answer like any other: it is given back and not followed.
  bool redirect_is_answer = false;
};

/// A header that came back; its name in lower case.
struct ResponseField {
  std::string name;
  std::string value;
};

struct Response {
  int status = 0;
  Url url;  ///< that gave it, after redirects
  std::vector<ResponseField> fields = {};
  base::SecretBytes body = {};  ///< guarded, because the client cannot know what it holds

  /// The field's lines joined with `, ` (RFC 9110 section 5.3); nothing where there is none. `name` in lower case.
  [[nodiscard]] std::optional<std::string> field(std::string_view name) const;
};

/// Whether a header may be sent so: its name is a token, its value holds no line break, NUL or other control character
/// but a tab (RFC 9110 sections 5.1 and 5.5). Errors: `bad_value`, which never quotes the value.
base::Result<void> check_field(const RequestField& field);

}  // namespace jwtkeep::http

// A request that came, whole and checked.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/web/peer.hpp"
#include "jwtkeep/web/target.hpp"

namespace jwtkeep::web {

struct Request;

/// What was asked, by whom and when. Views that it gives end with it; it may be moved to another thread. Its bytes are
/// overwritten when it ends.
class Incoming {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  Incoming(Incoming&&) noexcept;
  Incoming& operator=(Incoming&&) noexcept;
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  ~Incoming();

  [[nodiscard]] std::string_view method() const noexcept;    ///< as sent: `GET`, `HEAD` ...
  [[nodiscard]] std::string_view raw_path() const noexcept;  ///< as sent, without the query
  [[nodiscard]] const Target& target() const noexcept;

  [[nodiscard]] std::size_t field_count() const noexcept;
  [[nodiscard]] Field field(std::size_t at) const noexcept;  ///< in the order they came
  /// The value of the one field of that name, whatever its case. Nothing where there is none, or several: what is read
  /// this way (Authorization, Idempotency-Key ...) has no list form, and of two only an attacker knows which counts.
  [[nodiscard]] std::optional<std::string_view> only_field(std::string_view name) const noexcept;
  /// All lines of that name joined by `, ` (RFC 9110 section 5.3); nothing where there is none.
  [[nodiscard]] std::optional<std::string> field(std::string_view name) const;

  [[nodiscard]] std::size_t body_size() const noexcept;  ///< in bytes
  /// Calls `reader(ByteView)` on the body where it lies, and gives what it gives. The view must not outlive the call.
  template <class Reader>
  decltype(auto) reveal_body(Reader&& reader) const {
    return std::forward<Reader>(reader)(body_bytes());
  }
  /// A guarded copy, for a body that is kept: guarded memory costs some system calls.
  [[nodiscard]] base::SecretBytes body() const { return base::SecretBytes::copy_of(body_bytes()); }

  [[nodiscard]] const Peer& peer() const noexcept;
  [[nodiscard]] base::Instant arrival() const noexcept;  ///< of its last byte

  /// Internal to this room: servers and its tests make these.
  explicit Incoming(std::unique_ptr<Request> request) noexcept;

 private:
  [[nodiscard]] base::ByteView body_bytes() const noexcept;

  std::unique_ptr<Request> request_;
};

}  // namespace jwtkeep::web

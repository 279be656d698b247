// libcurl as a whole. Internal to this room.
#pragma once

#include <array>
#include <cstddef>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::http {

/// Starts libcurl once for the process, with memory that is wiped when it is freed: requests and answers may hold
/// secrets. Where the application has started libcurl before, the application's memory stays in use.
/// Errors: `internal`.
base::Result<void> start_curl();

/// Knows the copies of one secret that libcurl makes in this thread while this lives, and overwrites at its end those
/// that libcurl still keeps: libcurl 7.88 leaves a password with the handle and with the connection after the transfer
/// (and even after `curl_easy_reset`), and reads it there no more. One at a time in a thread; it stays where it is.
class SecretCopies {
 public:
  /// `text` ends with a NUL.
  explicit SecretCopies(base::SecretBytes text) noexcept;
  SecretCopies(const SecretCopies&) = delete;
  SecretCopies& operator=(const SecretCopies&) = delete;
  ~SecretCopies();

  [[nodiscard]] const base::SecretBytes& text() const noexcept { return text_; }

  /// For libcurl's memory functions: `copy` was made of the text, or is about to be freed.
  [[nodiscard]] bool is_text(const char* other) const noexcept;
  void made(char* copy) noexcept;
  void freed(const void* copy) noexcept;

 private:
  base::SecretBytes text_;
  std::array<char*, 16> copies_{};  ///< more than libcurl makes; a further one would be left to its free()
};

}  // namespace jwtkeep::http

// A chunked body, decoded where it stands (RFC 9112 section 7.1). Internal to this room and its fuzz target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "jwtkeep/web/refusal.hpp"

namespace jwtkeep::web {

/// Takes the bytes as they come. Strict: CRLF alone ends a line, a size has at most 8 hex digits, extensions and
/// trailers are checked, bounded and passed over.
class ChunkedBody {
 public:
  static constexpr std::size_t kMostLineBytes = 256;       ///< of a size with its extension, or of a trailer field
  static constexpr std::size_t kMostOverheadBytes = 4096;  ///< of all extensions and trailers together

  explicit ChunkedBody(std::size_t most_bytes) : most_(most_bytes) {}

  struct Step {
    std::size_t taken = 0;  ///< of the bytes given, from their front
    std::size_t made = 0;   ///< bytes of the body, now at their front
  };
  /// Decodes `bytes` in place, all of them or up to the body's end. Refusals: 400, and 413 above `most_bytes`.
  std::optional<Refusal> feed(std::span<char> bytes, Step& step);

  [[nodiscard]] bool done() const noexcept { return part_ == Part::done; }

 private:
  enum class Part : std::uint8_t { size, data, data_end, trailer, done };

  std::optional<Refusal> take_line_byte(char c);
  std::optional<Refusal> end_line();
  std::optional<Refusal> end_size(std::string_view line);

  Part part_ = Part::size;
  std::string line_;       ///< of a size or trailer so far, with its CR
  std::size_t left_ = 0;   ///< bytes of this chunk that are still to come
  std::size_t total_ = 0;  ///< bytes of the body, those of this chunk included
  std::size_t overhead_ = 0;
  std::size_t most_;
};

}  // namespace jwtkeep::web

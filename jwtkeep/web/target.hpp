// What is asked for: the path and query of a request, decoded once and strictly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::web {

/// The path's segments and the query's parameters of a request target (RFC 3986 sections 3.3 and 3.4).
///
/// Refused is whatever two readers could take for different paths: `.`, `..` and empty segments, an encoded `/`, `\` or
/// NUL, control characters, a `%` without two hex digits, and what is not UTF-8 once decoded. So a segment that is
/// given out can be compared as it is, and no path leads out of its folder.
class Target {
 public:
  struct Parameter {
    std::string_view name;
    std::string_view value;
  };
  static constexpr std::size_t kMostSegments = 32;    ///< of a path
  static constexpr std::size_t kMostParameters = 64;  ///< of a query

  Target() = default;

  static base::Result<Target> parse(std::string_view text);
  /// The same into what memory this one has already. `text`: `/path?query`; empty, or beginning with `?`, is the root,
  /// as a URL without a path means it. Errors: `malformed`; this is then of no use until read again.
  base::Result<void> read(std::string_view text);
  /// Overwrites what was read: a query may hold secrets.
  void wipe() noexcept;

  [[nodiscard]] std::size_t segment_count() const noexcept { return segments_.size(); }
  [[nodiscard]] std::string_view segment(std::size_t at) const noexcept { return view(segments_[at]); }
  /// `count` segments from `from` on, with `/` between them.
  [[nodiscard]] std::string_view segments(std::size_t from, std::size_t count) const noexcept;
  /// The path ended in a `/`, the root's aside. No route does.
  [[nodiscard]] bool trailing_slash() const noexcept { return trailing_slash_; }

  [[nodiscard]] std::size_t parameter_count() const noexcept { return parameters_.size(); }
  [[nodiscard]] Parameter parameter(std::size_t at) const noexcept;
  /// The value of the first parameter of that name; `+` is a space.
  [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const noexcept;

 private:
  struct Piece {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
  };
  struct Pair {
    Piece name;
    Piece value;
  };
  [[nodiscard]] std::string_view view(Piece piece) const noexcept {
    return std::string_view(decoded_).substr(piece.from, piece.size);
  }
  base::Result<void> read_path(std::string_view path);
  base::Result<void> read_query(std::string_view query);
  base::Result<Piece> decode(std::string_view text, bool in_path);

  std::string decoded_;  ///< the path's segments, each with `/` in front; then the query's pieces
  std::vector<Piece> segments_;
  std::vector<Pair> parameters_;
  bool trailing_slash_ = false;
};

}  // namespace jwtkeep::web

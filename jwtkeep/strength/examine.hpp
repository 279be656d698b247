// Looks through a secret and all it encodes, layer by layer. Internal to this room.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/strength/decode.hpp"
#include "jwtkeep/strength/pattern.hpp"
#include "jwtkeep/strength/published.hpp"
#include "jwtkeep/strength/shape.hpp"
#include "jwtkeep/strength/typed_text.hpp"

namespace jwtkeep::strength {

/// What one layer is worth.
struct Opinion {
  double bits = 0;
  std::size_t length_bytes = 0;  ///< true bytes, of the innermost layer
  Encoding encoding = Encoding::text;
};

/// A layer's place in the one around it, so that spans lead back to the characters that were given.
struct Layer {
  const Layer* outer = nullptr;
  std::size_t offset = 0;              ///< where this layer's characters begin in the outer one
  std::size_t extent = 0;              ///< how many of the outer one's characters it takes up
  Encoding encoding = Encoding::text;  ///< what turned those into these; `text` for a plain part
  int depth = 0;                       ///< encodings around this layer
};

class Examination {
 public:
  Examination(const std::vector<std::string>& personal, bool published_counts)
      : personal_(personal), published_counts_(published_counts) {}

  /// Whether the secret with all that stands around its core is published; for the bits it costs then, see `published`.
  void examine_whole(base::ByteView whole);

  /// Judges the bytes of `layer`; patterns go to `patterns()` in the outermost bytes' offsets.
  Opinion examine(base::ByteView bytes, const Layer& layer);

  [[nodiscard]] const std::vector<Pattern>& patterns() const noexcept { return patterns_; }

  /// What the secret, or all that it encodes, is published as, if it is.
  [[nodiscard]] const std::optional<Published>& published() const noexcept { return published_; }

 private:
  Opinion examine_text(base::ByteView text, const Layer& layer);
  Opinion examine_raw(base::ByteView bytes, const Layer& layer);
  void add_published(const std::optional<Published>& found, base::ByteView bytes, const Layer& layer, Opinion& opinion);
  void add_typed(const TypedReading& reading, const Layer& layer, Opinion& opinion);
  void add_json(base::ByteView text, const Layer& layer, Opinion& opinion);
  void add_decoded(base::ByteView text, const Decoded& decoded, base::ByteView inside, bool typed, const Layer& layer,
                   Opinion& opinion);
  void note(Pattern pattern, const Layer& layer);
  void note_all(const std::vector<Pattern>& patterns, const Layer& layer);

  const std::vector<std::string>& personal_;
  bool published_counts_;
  std::vector<Pattern> patterns_;
  std::optional<Published> published_;
};

/// Whether `bytes` are text: UTF-8 without control characters other than white space.
bool is_text(base::ByteView bytes);

/// The part of a secret that counts. Of raw bytes only a line break that makes an odd length is taken off: a random
/// key may end in one.
Core significant_part(base::ByteView whole);

}  // namespace jwtkeep::strength

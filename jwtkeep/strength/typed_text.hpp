// Whether somebody typed a text, and what it then takes to guess it. Internal to this room.
#pragma once

#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/pattern.hpp"

namespace jwtkeep::strength {

/// Bits that a text takes less than `held_bits`, which a random one of the same alphabet and length holds, by the
/// typing model alone. Quick, and a lower bound of what `read_typed` finds.
double quick_gain(base::ByteView text, double held_bits);

/// Whether a published secret of eight characters or more stands in `text`, which it does in no random one.
bool holds_published(base::ByteView text);

struct TypedReading {
  /// Bits that the text takes less than a random one, by the better of two prefix codes: the typing model, or pieces
  /// with the model between them (parse.hpp). A random text reaches `kTypedGain` with a probability below 1e-12. It is
  /// judged without the personal words: knowing more must not change what kind of thing a text is. Never below 0.
  double gain = 0;
  /// What it takes whoever knows how people build such texts: the same code, with runs of letters at the price of
  /// language where their letter pairs are language, and with sentences at the price of sentences.
  double bits = 0;
  std::vector<Pattern> patterns;  ///< the pieces that made it so cheap
};

/// `personal`: words in lower case (`personal_words`). `published_counts`: whether published secrets in the text make
/// it cheaper. Time is quadratic at worst: give at most `kJudgedBytes`.
TypedReading read_typed(base::ByteView text, double held_bits, const std::vector<std::string>& personal,
                        bool published_counts);

}  // namespace jwtkeep::strength

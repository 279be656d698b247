// What is tried, and in which order.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/crack/candidates/space.hpp"

namespace jwtkeep::crack {

/// What the user asks for. Names and patterns alone: it holds no secret, and stands in a session's file.
struct Attack {
  bool known = true;                         ///< the published secrets first
  bool known_only = false;                   ///< and nothing else
  std::vector<std::string> wordlists = {};   ///< paths; `-` is standard input
  std::vector<std::string> rules = {};       ///< paths; several are chained
  std::vector<std::string> masks = {};       ///< masks, and paths that end in `.hcmask`
  std::string mask_before = {};              ///< put before each word
  std::string mask_behind = {};              ///< put behind each word
  std::array<std::string, 4> charsets = {};  ///< `?1` to `?4`
  bool increment = false;                    ///< each mask from its first place on, longer and longer
  std::size_t increment_from = 1;            ///< places
  std::size_t increment_to = 0;              ///< places; 0: the mask's own length
  std::string encodings = {};                ///< of words; empty: raw, and all of them for the published secrets

  friend bool operator==(const Attack&, const Attack&) = default;
};

base::Json to_json(const Attack& attack);
/// Errors: `malformed`.
base::Result<Attack> attack_from_json(const base::Json& json);

/// Whether nothing but the published secrets is named, so that the usual guesses follow them.
bool is_usual(const Attack& attack);
/// The masks that are tried where nobody names any, in the form of an .hcmask file: about 255 million candidates.
std::string_view usual_masks() noexcept;

/// The files that it reads, in their order, without standard input.
std::vector<std::string> input_files(const Attack& attack);

/// One step: a space, and what it is called for people.
struct Stage {
  std::string name;
  std::unique_ptr<Space> space;
};

/// Reads masks and rules, opens word lists, and gives the steps in their order. `known` is the list of published
/// secrets, one a line; it has to live as long as the stages. Reading stops once `stop` is set.
/// Errors: `bad_value` (also for options that do not go together), those of `words_of_file`.
base::Result<std::vector<Stage>> make_stages(const Attack& attack, std::string_view known,
                                             const std::atomic<bool>& stop);

}  // namespace jwtkeep::crack

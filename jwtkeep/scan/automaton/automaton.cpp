#include "jwtkeep/scan/automaton/automaton.hpp"

#include <hs/hs_runtime.h>

#include <algorithm>
#include <string>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/automaton/databases.hpp"
#include "jwtkeep/scan/automaton/words.hpp"

namespace jwtkeep::scan {
namespace {

struct FreeDatabase {
  void operator()(hs_database_t* database) const noexcept { hs_free_database(database); }
};
using Database = std::unique_ptr<hs_database_t, FreeDatabase>;

Database load_words() noexcept {
  for (const auto bytes : word_databases()) {
    hs_database_t* database = nullptr;
    // Refused where this processor lacks an instruction, or the library is not the version that has made them.
    if (hs_deserialize_database(bytes.data(), bytes.size(), &database) == HS_SUCCESS) return Database(database);
  }
  return nullptr;
}

struct Found {
  std::string_view text;
  std::vector<Trigger>* triggers;
};

/// Whether what begins at `at` goes on with a word, as `NameWords` tells them: `tokenSigning` is two.
bool is_within_word(std::string_view text, std::size_t at) noexcept {
  if (at == 0 || !is_letter(text[at - 1])) return false;
  return !(is_upper(text[at]) && is_lower(text[at - 1]));
}

int on_word(unsigned id, unsigned long long /*from*/, unsigned long long to, unsigned /*flags*/, void* context) {
  const auto& word = kTriggerWords[id];
  const auto& found = *static_cast<Found*>(context);
  const auto at = static_cast<std::size_t>(to) - word.text.size();
  if (!word.begins_word || !is_within_word(found.text, at)) found.triggers->push_back({word.sign, at});
  return 0;
}

}  // namespace

struct Automaton::Scratch {
  std::shared_ptr<hs_database_t> words;
  hs_scratch_t* scratch = nullptr;

  Scratch() = default;
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { hs_free_scratch(scratch); }
};

Automaton::Automaton(std::shared_ptr<Scratch> scratch) noexcept : scratch_(std::move(scratch)) {}

base::Result<Automaton> Automaton::create() {
  static const std::shared_ptr<hs_database_t> words = load_words();
  auto scratch = std::make_shared<Scratch>();
  scratch->words = words;
  if (!words || hs_alloc_scratch(words.get(), &scratch->scratch) != HS_SUCCESS) {
    return base::fail(base::Reason::io_failed, "the words to look for cannot be loaded",
                      "jwtkeep needs the version of Vectorscan that it was built with, and a processor with SSE 4.2");
  }
  return Automaton(std::move(scratch));
}

void Automaton::find(std::string_view text, std::vector<Trigger>& triggers) const {
  triggers.clear();
  Found found{text, &triggers};
  hs_scan(scratch_->words.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch_->scratch, on_word,
          &found);
  // They come by where they end.
  std::ranges::sort(triggers, {}, &Trigger::offset);
}

}  // namespace jwtkeep::scan

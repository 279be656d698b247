#include "jwtkeep/crack/attack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "jwtkeep/crack/candidates/hybrid_space.hpp"
#include "jwtkeep/crack/candidates/mask_list.hpp"
#include "jwtkeep/crack/candidates/mask_space.hpp"
#include "jwtkeep/crack/candidates/opened_file.hpp"
#include "jwtkeep/crack/candidates/word_space.hpp"

namespace jwtkeep::crack {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostPatternBytes = std::size_t{256} << 20;
constexpr std::string_view kMaskFile = ".hcmask";

base::Result<std::string> read_pattern_file(const std::string& path) {
  JWTKEEP_TRY(const auto file, OpenedFile::open(path));
  if (!file.is_regular()) return fail(Reason::bad_value, path + " is no plain file", "masks and rules come from files");
  if (file.size() > kMostPatternBytes) {
    return fail(Reason::bad_value, fmt::format("{} is larger than {} MiB", path, kMostPatternBytes >> 20U),
                "make several files of it, and several runs");
  }
  std::string text(static_cast<std::size_t>(file.size()), '\0');
  JWTKEEP_TRY(const auto size, file.read_at(0, text));
  text.resize(size);
  return text;
}

std::string file_name(const std::string& path) {
  return path == "-" ? "standard input" : std::filesystem::path(path).filename().string();
}

/// Makes one attack's stages.
class Planner {
 public:
  Planner(const Attack& attack, std::string_view known, const std::atomic<bool>& stop)
      : attack_(attack), known_(known), stop_(stop) {}

  base::Result<std::vector<Stage>> plan() {
    JWTKEEP_CHECK(check());
    JWTKEEP_TRY(charsets_, parse_custom_charsets(attack_.charsets));
    JWTKEEP_TRY(encodings_, parse_encodings(attack_.encodings.empty() ? "raw" : attack_.encodings));
    JWTKEEP_CHECK(read_rules());
    if (attack_.known) JWTKEEP_CHECK(add_known());
    if (attack_.known_only) return std::move(stages_);
    if (rules_ && attack_.wordlists.empty()) add_words(words_of_text(known_), "the known list", rules_);
    for (const auto& path : attack_.wordlists) JWTKEEP_CHECK(add_wordlist(path));
    for (const auto& mask : attack_.masks) JWTKEEP_CHECK(add_mask_option(mask));
    if (is_usual(attack_)) JWTKEEP_CHECK(add_usual());
    return std::move(stages_);
  }

 private:
  [[nodiscard]] base::Result<void> check() const {
    auto without = attack_;
    without.known_only = false;
    if (attack_.known_only && !is_usual(without)) {
      return fail(Reason::bad_value, "only the known list is to be tried, and something else is given",
                  "leave out --known, or everything else");
    }
    const bool hybrid = !attack_.mask_before.empty() || !attack_.mask_behind.empty();
    if (hybrid && attack_.wordlists.empty()) {
      return fail(Reason::bad_value, "a mask is to be put before or behind words, and no word list is given",
                  "add --wordlist FILE, or write --mask for a mask alone");
    }
    if (hybrid && !attack_.rules.empty()) {
      return fail(Reason::bad_value, "rules and masks are both to be put on words",
                  "make it two runs: one with --rules, one with the mask");
    }
    if (!attack_.mask_before.empty() && !attack_.mask_behind.empty()) {
      return fail(Reason::bad_value, "masks before and behind words in one run are too many candidates",
                  "make it two runs");
    }
    if (attack_.increment && attack_.masks.empty()) {
      return fail(Reason::bad_value, "--increment is for masks, and no mask is given", "add --mask MASK");
    }
    if (std::ranges::count(attack_.wordlists, "-") > 1) {
      return fail(Reason::bad_value, "standard input is given as a word list twice", "it can be read once");
    }
    return {};
  }

  base::Result<void> read_rules() {
    if (attack_.rules.empty()) return {};
    std::vector<Rule> all{Rule{}};
    for (const auto& path : attack_.rules) {
      JWTKEEP_TRY(const auto text, read_pattern_file(path));
      JWTKEEP_TRY(const auto rules, parse_rules(text, path));
      if (rules.empty()) return fail(Reason::bad_value, path + " has no rule", "a rule that changes nothing is :");
      JWTKEEP_TRY(all, chain_rules(all, rules));
    }
    rules_ = std::make_shared<const std::vector<Rule>>(std::move(all));
    return {};
  }

  void add(std::string name, std::unique_ptr<Space> space) { stages_.push_back({std::move(name), std::move(space)}); }

  void add_words(std::unique_ptr<WordSource> source, const std::string& name, const Rules& rules) {
    const auto with = rules ? fmt::format("{} under {} rules", name, rules->size()) : name;
    add(with, word_space(std::move(source), rules, encodings_));
  }

  base::Result<void> add_known() {
    // As they stand first: that is nearly always what somebody did.
    if (!attack_.encodings.empty()) {
      add("the known list", word_space(words_of_text(known_), nullptr, encodings_));
      return {};
    }
    add("the known list", word_space(words_of_text(known_), nullptr, {Encoding::raw}));
    add("the known list, decoded", word_space(words_of_text(known_), nullptr, {Encoding::base64, Encoding::hex}));
    return {};
  }

  base::Result<void> add_wordlist(const std::string& path) {
    JWTKEEP_TRY(auto source, words_of_file(path, stop_));
    const auto& text = attack_.mask_before.empty() ? attack_.mask_behind : attack_.mask_before;
    if (text.empty()) {
      add_words(std::move(source), file_name(path), rules_);
      return {};
    }
    JWTKEEP_TRY(auto mask, Mask::parse(text, charsets_));
    const auto side = attack_.mask_before.empty() ? Side::behind : Side::before;
    auto name = side == Side::before ? text + " before " + file_name(path) : file_name(path) + " before " + text;
    add(std::move(name), hybrid_space(std::move(source), std::move(mask), side));
    return {};
  }

  base::Result<void> add_mask_option(const std::string& text) {
    if (!text.ends_with(kMaskFile)) {
      JWTKEEP_TRY(auto mask, Mask::parse(text, charsets_));
      return add_mask(std::move(mask));
    }
    JWTKEEP_TRY(const auto list, read_pattern_file(text));
    JWTKEEP_TRY(auto masks, parse_mask_list(list, charsets_, text));
    if (masks.empty()) return fail(Reason::bad_value, text + " has no mask", "write one a line, such as ?l?l?l?l?d?d");
    for (auto& mask : masks) JWTKEEP_CHECK(add_mask(std::move(mask)));
    return {};
  }

  base::Result<void> add_mask(Mask mask) {
    if (!attack_.increment) {
      auto name = "the mask " + mask.text();
      add(std::move(name), mask_space(std::move(mask)));
      return {};
    }
    const auto to = attack_.increment_to == 0 ? mask.length() : std::min(attack_.increment_to, mask.length());
    const auto from = std::max<std::size_t>(attack_.increment_from, 1);
    if (from > to) {
      return fail(Reason::bad_value,
                  fmt::format("the mask {} has {} places: none of {} or more", mask.text(), to, from),
                  "mend --increment-min or --increment-max, or make the mask longer");
    }
    for (auto length = from; length <= to; ++length) {
      auto shorter = mask.prefix(length);
      auto name = "the mask " + shorter.text();
      add(std::move(name), mask_space(std::move(shorter)));
    }
    return {};
  }

  base::Result<void> add_usual() {
    JWTKEEP_TRY(auto rules, parse_rules(common_rules(), "common rules"));
    if (attack_.known) {
      add_words(words_of_text(known_), "the known list", std::make_shared<const std::vector<Rule>>(std::move(rules)));
    }
    JWTKEEP_TRY(auto masks, parse_mask_list(usual_masks(), {}, "usual masks"));
    for (auto& mask : masks) JWTKEEP_CHECK(add_mask(std::move(mask)));
    return {};
  }

  const Attack& attack_;
  std::string_view known_;
  const std::atomic<bool>& stop_;
  CustomCharsets charsets_;
  std::vector<Encoding> encodings_;
  Rules rules_;
  std::vector<Stage> stages_;
};

}  // namespace

bool is_usual(const Attack& attack) {
  return !attack.known_only && attack.wordlists.empty() && attack.rules.empty() && attack.masks.empty() &&
         attack.mask_before.empty() && attack.mask_behind.empty();
}

std::string_view usual_masks() noexcept {
  return "?a\n?a?a\n?a?a?a\n?d?d?d?d\n?d?d?d?d?d\n?d?d?d?d?d?d\n?d?d?d?d?d?d?d\n?l?d,?1?1?1?1?1\n"
         "?d?d?d?d?d?d?d?d\n?a?a?a?a\n";
}

std::vector<std::string> input_files(const Attack& attack) {
  std::vector<std::string> files;
  for (const auto& path : attack.wordlists) {
    if (path != "-") files.push_back(path);
  }
  files.insert(files.end(), attack.rules.begin(), attack.rules.end());
  for (const auto& mask : attack.masks) {
    if (mask.ends_with(kMaskFile)) files.push_back(mask);
  }
  return files;
}

base::Result<std::vector<Stage>> make_stages(const Attack& attack, std::string_view known,
                                             const std::atomic<bool>& stop) {
  return Planner(attack, known, stop).plan();
}

}  // namespace jwtkeep::crack

#include "cli/hashcat_export.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/input.hpp"
#include "jwtkeep/crack/candidates/rule.hpp"
#include "jwtkeep/report/shell_quoted.hpp"
#include "jwtkeep/strength/known_list.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// Puts together the files and command lines.
class Exporter {
 public:
  Exporter(const std::string& path, const crack::Attack& attack) : path_(path), attack_(attack) {}

  base::Result<HashcatExport> write(const std::vector<CrackToken>& tokens) {
    std::string lines;
    for (const auto& token : tokens) lines += token.text + "\n";
    JWTKEEP_CHECK(write_file(path_, lines));
    if (attack_.known) JWTKEEP_CHECK(add_known());
    for (const auto& path : attack_.wordlists) add_wordlist(path);
    for (const auto& mask : attack_.masks) add(mask_attack(mask));
    if (crack::is_usual(attack_)) JWTKEEP_CHECK(add_usual());
    return std::move(made_);
  }

 private:
  base::Result<void> write_file(const std::string& path, std::string_view content) {
    JWTKEEP_CHECK(write_new_private_file(path, base::as_bytes(content)));
    made_.files.push_back(path);
    return {};
  }

  void add(const std::string& arguments) { made_.commands.push_back(fmt::format("hashcat -m 16500 {}", arguments)); }
  [[nodiscard]] std::string tokens() const { return report::shell_word(path_); }
  [[nodiscard]] std::string rules() const {
    std::string text;
    for (const auto& path : attack_.rules) text += " -r " + report::shell_word(path);
    return text;
  }
  [[nodiscard]] std::string charsets() const {
    std::string text;
    for (std::size_t i = 0; i < attack_.charsets.size(); ++i) {
      if (!attack_.charsets[i].empty()) text += fmt::format("-{} {} ", i + 1, report::shell_word(attack_.charsets[i]));
    }
    return text;
  }

  base::Result<void> add_known() {
    known_ = path_ + ".known";
    JWTKEEP_CHECK(write_file(known_, strength::known_list()));
    add(fmt::format("-a 0 {} {}", tokens(), report::shell_word(known_)));
    if (!attack_.rules.empty() && attack_.wordlists.empty()) {
      add(fmt::format("-a 0 {} {}{}", tokens(), report::shell_word(known_), rules()));
    }
    return {};
  }

  void add_wordlist(const std::string& path) {
    const auto words = report::shell_word(path);
    if (!attack_.mask_behind.empty()) {
      add(fmt::format("-a 6 {}{} {} {}", charsets(), tokens(), words, report::shell_word(attack_.mask_behind)));
    } else if (!attack_.mask_before.empty()) {
      add(fmt::format("-a 7 {}{} {} {}", charsets(), tokens(), report::shell_word(attack_.mask_before), words));
    } else {
      add(fmt::format("-a 0 {} {}{}", tokens(), words, rules()));
    }
  }

  [[nodiscard]] std::string mask_attack(const std::string& mask) const {
    std::string increment;
    if (attack_.increment) {
      increment = fmt::format("--increment --increment-min {} ", std::max<std::size_t>(attack_.increment_from, 1));
      if (attack_.increment_to > 0) increment += fmt::format("--increment-max {} ", attack_.increment_to);
    }
    return fmt::format("-a 3 {}{}{} {}", charsets(), increment, tokens(), report::shell_word(mask));
  }

  base::Result<void> add_usual() {
    const auto masks = path_ + ".hcmask";
    JWTKEEP_CHECK(write_file(masks, crack::usual_masks()));
    if (attack_.known) {
      const auto common = path_ + ".rule";
      JWTKEEP_CHECK(write_file(common, crack::common_rules()));
      add(fmt::format("-a 0 {} {} -r {}", tokens(), report::shell_word(known_), report::shell_word(common)));
    }
    add(fmt::format("-a 3 {} {}", tokens(), report::shell_word(masks)));
    return {};
  }

  std::string path_;
  const crack::Attack& attack_;
  std::string known_;
  HashcatExport made_;
};

}  // namespace

base::Result<HashcatExport> export_for_hashcat(const std::string& path, const std::vector<CrackToken>& tokens,
                                               const crack::Attack& attack) {
  if (std::ranges::find(attack.wordlists, "-") != attack.wordlists.end()) {
    return fail(Reason::bad_value, "standard input cannot be handed to hashcat later", "name a word list's file");
  }
  // Masks and rules that are wrong are told here, not by hashcat on another machine.
  const std::atomic<bool> go_on = false;
  JWTKEEP_CHECK(crack::make_stages(attack, strength::known_list(), go_on));
  return Exporter(path, attack).write(tokens);
}

}  // namespace jwtkeep::cli

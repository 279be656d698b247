#include "cli/crack_tokens.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include "cli/input.hpp"
#include "jwtkeep/crack/saved_run.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::size_t kMostTokens = 100'000;

/// Each text once, in the order in which they came.
struct Texts {
  std::vector<std::string> all;
  std::unordered_set<std::string> seen;

  void add_words(const std::string& text) {
    std::istringstream words(text);
    for (std::string word; words >> word;) {
      if (word != "Bearer" && word != "bearer" && seen.insert(word).second) all.push_back(word);
    }
  }
};

base::Result<std::vector<std::string>> texts_of(std::vector<std::string> arguments, bool stdin_taken) {
  if (arguments.empty()) {
    if (stdin_taken || isatty(STDIN_FILENO) == 1) {
      return fail(Reason::bad_value, "no token was given",
                  "give it as the last argument, one a line in @FILE, or on standard input with -");
    }
    arguments.emplace_back("-");
  }
  Texts texts;
  for (const auto& argument : arguments) {
    if (argument == "-" && stdin_taken) {
      return fail(Reason::bad_value, "standard input is to be both the tokens and a word list",
                  "give one of them by a file");
    }
    const bool from_file = argument == "-" || argument.starts_with('@');
    if (!from_file) {
      JWTKEEP_CHECK(check_no_file(argument, "to have its tokens tried, write: @" + argument));
      texts.add_words(argument);
      continue;
    }
    JWTKEEP_TRY(const auto text, read_text_file(argument == "-" ? argument : argument.substr(1), kMostBytes));
    texts.add_words(text);
  }
  if (texts.all.empty()) return fail(Reason::bad_value, "there is no token to crack", "a token has three parts: a.b.c");
  if (texts.all.size() > kMostTokens) {
    return fail(Reason::bad_value, fmt::format("more than {} tokens are too many for one run", kMostTokens),
                "make it several runs; one token of each key is enough");
  }
  return std::move(texts.all);
}

void warn_of(const std::vector<std::string>& left_out, Output& out) {
  constexpr std::size_t kMostWarnings = 5;
  for (std::size_t i = 0; i < std::min(left_out.size(), kMostWarnings); ++i) out.warn(left_out[i]);
  if (left_out.size() > kMostWarnings) {
    out.warn(fmt::format("so are {} others", left_out.size() - kMostWarnings));
  }
}

}  // namespace

base::Result<std::vector<CrackToken>> read_crack_tokens(const std::vector<std::string>& arguments, bool stdin_taken,
                                                        Output& out) {
  JWTKEEP_TRY(const auto texts, texts_of(arguments, stdin_taken));
  std::vector<CrackToken> tokens;
  std::vector<std::string> left_out;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto target = crack::target_of(texts[i]);
    if (target) {
      tokens.push_back({texts[i], crack::target_digest(texts[i]), *std::move(target)});
      continue;
    }
    if (texts.size() == 1) return std::unexpected(std::move(target).error());
    left_out.push_back(
        fmt::format("token {} of {} is left out: {}", i + 1, texts.size(), printable(target.error().what)));
  }
  if (tokens.empty()) {
    return fail(Reason::bad_value, fmt::format("none of the {} tokens can be cracked: {}", texts.size(), left_out[0]),
                "only HS256, HS384 and HS512 have a secret to guess");
  }
  warn_of(left_out, out);
  return tokens;
}

}  // namespace jwtkeep::cli

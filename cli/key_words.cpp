#include "cli/key_words.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

}  // namespace

base::Result<void> check_standard_input(const KeySource& source, const std::string& input) {
  if (!source.reads_standard_input() || (!input.empty() && input != "-")) return {};
  return fail(Reason::bad_value, "the key and the input cannot both come from standard input",
              "give one of them as a file or an argument");
}

base::Result<KeyWords> split_words(const std::vector<std::string>& words, const KeySource& source, bool takes_input,
                                   const std::string& usage) {
  const bool given = source.given();
  const std::size_t names = given ? 0 : 1;
  if (words.size() < names) {
    return fail(Reason::bad_value, "neither a keyring nor a key is given", usage);
  }
  const std::size_t most = names + (takes_input ? 1 : 0);
  if (words.size() > most) {
    const bool ring_too = given && words.front().find('/') != std::string::npos && keyring::Name::parse(words.front());
    // The word is not repeated: it may be a secret in the wrong place.
    return fail(Reason::bad_value,
                ring_too ? "a keyring and a key are given: one of them is enough" : "there is a word too many", usage);
  }
  KeyWords split;
  if (!given) split.ring = words.front();
  if (words.size() > names) split.input = words.back();
  if (takes_input) JWTKEEP_CHECK(check_standard_input(source, split.input));
  return split;
}

}  // namespace jwtkeep::cli

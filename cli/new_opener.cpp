#include "cli/new_opener.hpp"

#include <cstdlib>

#include "cli/input.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

/// A passphrase is guessed offline by whoever gets the file: Argon2id slows that down, it does not forbid it.
constexpr double kPassphraseLog10 = 12;

}  // namespace

base::Result<store::Opener> new_passphrase_opener(const std::string& variable) {
  base::SecretBytes passphrase;
  if (std::getenv(variable.c_str()) != nullptr) {
    JWTKEEP_TRY(passphrase, read_secret_environment(variable));
  } else {
    JWTKEEP_TRY(passphrase, ask_secret("New passphrase: "));
    JWTKEEP_TRY(const auto again, ask_secret("The same again: "));
    if (!(passphrase == again)) return fail(Reason::bad_value, "the two passphrases differ", "run the command again");
  }
  if (passphrase.empty()) {
    return fail(Reason::bad_value, "the passphrase is empty",
                "set " + variable + " to five or more random words, or leave it out and type them");
  }
  if (strength::judge(passphrase).guesses_log10 < kPassphraseLog10) {
    return fail(Reason::bad_value, "the passphrase can be guessed (fewer than 10^12 tries)",
                "take five or more random words, or leave --passphrase out for a key file");
  }
  return store::Opener::passphrase(std::move(passphrase));
}

base::Result<store::Opener> new_key_file_opener(const std::string& path) {
  const auto text = store::make_key_file();
  JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return write_new_private_file(path, bytes); }));
  return store::parse_key_file(text);
}

}  // namespace jwtkeep::cli

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/store_place.hpp"
#include "jwtkeep/store/key_file.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct Options {
  bool passphrase = false;
};

std::string parent_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

/// A passphrase is guessed offline by whoever gets the file: Argon2id slows that down, it does not forbid it.
constexpr double kPassphraseLog10 = 12;

base::Result<store::Opener> passphrase_opener() {
  base::SecretBytes passphrase;
  if (std::getenv("JWTKEEP_PASSPHRASE") != nullptr) {
    JWTKEEP_TRY(passphrase, read_secret_environment("JWTKEEP_PASSPHRASE"));
  } else {
    JWTKEEP_TRY(passphrase, ask_secret("New passphrase: "));
    JWTKEEP_TRY(const auto again, ask_secret("The same again: "));
    if (!(passphrase == again)) return fail(Reason::bad_value, "the two passphrases differ", "run the command again");
  }
  if (strength::judge(passphrase).guesses_log10 < kPassphraseLog10) {
    return fail(Reason::bad_value, "the passphrase can be guessed (fewer than 10^12 tries)",
                "take five or more random words, or leave --passphrase out for a key file");
  }
  return store::Opener::passphrase(std::move(passphrase));
}

std::unexpected<base::Error> key_file_there(const std::string& path) {
  return fail(Reason::already_exists, fmt::format("there is a key file at {} already; it may open another store", path),
              "give another place with --key-file");
}

base::Result<store::Opener> new_key_file(const std::string& path) {
  const auto text = store::make_key_file();
  auto written = text.reveal([&](base::ByteView bytes) { return write_new_private_file(path, bytes); });
  if (!written && written.error().reason == Reason::already_exists) return key_file_there(path);
  JWTKEEP_CHECK(written);
  return store::parse_key_file(text);
}

/// The key file that an interrupted `init` wrote for the store that it did not finish.
base::Result<store::Opener> key_file_again(const Session& session, const std::string& path) {
  auto opener = session.opener();
  if (!opener && opener.error().reason == Reason::wrong_key_file) {
    opener.error().hint = fmt::format("it opens nothing: move {} away, then run the command again", path);
  }
  return opener;
}

void tell(Session& session, const std::string& place, const std::string& key_path) {
  if (session.json()) {
    auto json = base::Json::object({{"store", place}});
    json.set("key_file", key_path.empty() ? base::Json(nullptr) : base::Json(key_path));
    session.out().document(json);
    return;
  }
  session.out().line("store     " + place);
  session.out().line("opened by " + (key_path.empty() ? std::string("its passphrase") : key_path));
  session.out().note(key_path.empty()
                         ? "Nobody can open the store without the passphrase. Keep it where it outlives this machine."
                         : "Back the key file up apart from the store: without it nobody can open the store.");
  session.out().note("Next: jwtkeep new orders/prod");
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

base::Result<void> finish(std::unique_ptr<store::Backend> backend, const store::Opener& opener) {
  JWTKEEP_TRY(auto store, store::Store::create(std::move(backend), opener, Session::now()));
  return store.change([&](store::Change& change) {
    return change.record(
        {.at = Session::now(), .actor = Session::actor(), .action = "store.create", .keyring = {}, .detail = {}});
  });
}

/// First the store's file (or its tables) without a row, then the key file, then the rows: what is there after an
/// interruption tells how far it came, and a key file without such a store beside it is never taken for one's own.
base::Result<void> make_with_key_file(const Session& session, const std::string& place, const std::string& key_path) {
  JWTKEEP_TRY(const bool begun, store_begun(place));
  if (!begun && exists(key_path)) return key_file_there(key_path);
  JWTKEEP_CHECK(make_private_folder(parent_of(key_path)));
  JWTKEEP_TRY(auto backend, create_backend(place));
  const bool again = begun && exists(key_path);
  JWTKEEP_TRY(const auto opener, again ? key_file_again(session, key_path) : new_key_file(key_path));
  return finish(std::move(backend), opener);
}

base::Result<void> make_with_passphrase(const std::string& place) {
  // A store that is there already is told before anybody types a passphrase.
  JWTKEEP_TRY(const bool begun, store_begun(place));
  if (begun) JWTKEEP_CHECK(create_backend(place));
  JWTKEEP_TRY(const auto opener, passphrase_opener());
  JWTKEEP_TRY(auto backend, create_backend(place));
  return finish(std::move(backend), opener);
}

base::Result<int> init(const Options& options, Session& session) {
  JWTKEEP_TRY(const auto place, session.store_path());
  std::string key_path;
  const bool by_passphrase =
      options.passphrase || (session.globals().key_file.empty() && std::getenv("JWTKEEP_PASSPHRASE") != nullptr);
  if (by_passphrase) {
    JWTKEEP_CHECK(make_with_passphrase(place));
  } else {
    JWTKEEP_TRY(key_path, session.key_file_path());
    JWTKEEP_CHECK(make_with_key_file(session, place, key_path));
  }
  tell(session, place, key_path);
  return 0;
}

}  // namespace

void add_init(Commands& commands) {
  auto options = std::make_shared<Options>();
  auto& app = commands.add("init", "Make the store and its master key",
                           "  jwtkeep init\n"
                           "  jwtkeep --store ./secrets.db --key-file ~/secrets.key init\n"
                           "  jwtkeep --store postgres://keeper@db.example.com/keys init");
  app.add_flag("--passphrase", options->passphrase, "open the store by a passphrase instead of a key file");
  commands.on(app, [options](Session& session) { return init(*options, session); });
}

}  // namespace jwtkeep::cli

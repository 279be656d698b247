#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/new_opener.hpp"
#include "cli/new_place.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"
#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

struct InitOptions {
  bool passphrase = false;
};

std::string parent_of(const std::string& path) { return std::filesystem::path(path).parent_path().string(); }

std::unexpected<base::Error> key_file_there(const std::string& path) {
  return fail(Reason::already_exists, fmt::format("there is a key file at {} already; it may open another store", path),
              "give another place with --key-file");
}

base::Result<store::Opener> new_key_file(const std::string& path) {
  auto opener = new_key_file_opener(path);
  if (!opener && opener.error().reason == Reason::already_exists) return key_file_there(path);
  return opener;
}

/// The key file that an interrupted `init` wrote for the store that it did not finish.
base::Result<store::Opener> key_file_again(const std::string& path) {
  auto opener = Session::key_file_opener(path);
  if (!opener && opener.error().reason == Reason::wrong_key_file) {
    opener.error().hint = fmt::format("it opens nothing: move {} away, then run the command again", path);
  }
  return opener;
}

/// What a new store opens with.
struct Made {
  std::string key_file;    ///< its path
  std::string master_key;  ///< a remote key's address
};

void tell(Session& session, const std::string& place, const Made& made) {
  if (session.json()) {
    auto json = base::Json::object({{"store", place}});
    json.set("key_file", made.key_file.empty() ? base::Json(nullptr) : base::Json(made.key_file));
    json.set("master_key", made.master_key.empty() ? base::Json(nullptr) : base::Json(made.master_key));
    session.out().document(json);
    return;
  }
  session.out().line("store     " + place);
  if (!made.key_file.empty()) {
    session.out().line("opened by " + made.key_file);
    session.out().note("Back the key file up apart from the store: without it nobody can open the store.");
  } else if (!made.master_key.empty()) {
    session.out().line("opened by " + made.master_key);
    session.out().note("From now on: JWTKEEP_MASTER_KEY='" + made.master_key + "'");
    session.out().note(
        "Whoever deletes that key takes the store with it. Add a second way in: jwtkeep store rekey --keep-old --to "
        "...");
  } else {
    session.out().line("opened by its passphrase");
    session.out().note("Nobody can open the store without the passphrase. Keep it where it outlives this machine.");
  }
  session.out().note("Next: " + session.command_line("new orders/prod"));
}

bool exists(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

base::Result<void> finish(std::unique_ptr<store::Backend> backend, const store::Opener& opener) {
  JWTKEEP_TRY(auto store, store::Store::create(std::move(backend), opener, Session::now()));
  return store.change([&](store::Change& change) {
    return change.record(
        {.at = Session::now(), .actor = Session::actor(), .action = "store.create", .keyring = {}, .detail = {}});
  });
}

/// Without links and dots, as far as it may be looked at.
std::filesystem::path real_path(const std::string& path) {
  std::error_code failed;
  const auto whole = std::filesystem::absolute(path, failed).lexically_normal();
  const auto real = std::filesystem::weakly_canonical(whole, failed);
  return failed ? whole : real;
}

/// First the store's file (or its tables) without a row, then the key file, then the rows: what is there after an
/// interruption tells how far it came, and a key file without such a store beside it is never taken for one's own.
base::Result<void> make_with_key_file(const std::string& place, const std::string& key_path) {
  if (real_path(place) == real_path(key_path)) {
    return fail(Reason::bad_value, "the store and its key file are the same file, " + place,
                "give another path by --key-file: whoever gets the store must not get its key with it");
  }
  JWTKEEP_TRY(const bool begun, opening::store_begun(place));
  if (!begun && exists(key_path)) return key_file_there(key_path);
  JWTKEEP_CHECK(make_private_folder(parent_of(key_path)));
  JWTKEEP_TRY(auto backend, create_backend(place));
  const bool again = begun && exists(key_path);
  JWTKEEP_TRY(const auto opener, again ? key_file_again(key_path) : new_key_file(key_path));
  return finish(std::move(backend), opener);
}

/// A store that is there already is told before anybody types a passphrase, or a KMS is asked.
base::Result<void> make_with(const std::string& place, const std::function<base::Result<store::Opener>()>& find) {
  JWTKEEP_TRY(const bool begun, opening::store_begun(place));
  if (begun) JWTKEEP_CHECK(create_backend(place));
  JWTKEEP_TRY(const auto opener, find());
  JWTKEEP_TRY(auto backend, create_backend(place));
  return finish(std::move(backend), opener);
}

enum class By : std::uint8_t { key_file, passphrase, master_key };

/// What an option names counts before what a variable names.
base::Result<By> choose(const InitOptions& options, const Session& session) {
  const auto& globals = session.globals();
  const int named = int{options.passphrase} + int{!globals.key_file.empty()} + int{!globals.master_key.empty()};
  if (named > 1) {
    return fail(Reason::bad_value, "a new store opens in one way: --key-file, --passphrase or --master-key",
                "give one of them; others are added by: jwtkeep store rekey --keep-old --to ...");
  }
  if (options.passphrase) return By::passphrase;
  if (!globals.key_file.empty()) return By::key_file;
  if (!session.master_key().empty()) return By::master_key;
  return std::getenv("JWTKEEP_PASSPHRASE") != nullptr ? By::passphrase : By::key_file;
}

base::Result<int> init(const InitOptions& options, Session& session) {
  JWTKEEP_TRY(const auto place, session.store_path());
  JWTKEEP_TRY(const auto by, choose(options, session));
  Made made;
  switch (by) {
    case By::passphrase:
      JWTKEEP_CHECK(make_with(place, [] { return new_passphrase_opener("JWTKEEP_PASSPHRASE"); }));
      break;
    case By::master_key: {
      JWTKEEP_TRY(made.master_key, kms::canonical_address(session.master_key()));
      JWTKEEP_CHECK(make_with(place, [&made] { return Session::master_key_opener(made.master_key); }));
      break;
    }
    case By::key_file:
      JWTKEEP_TRY(made.key_file, session.key_file_path());
      JWTKEEP_CHECK(make_with_key_file(place, made.key_file));
      break;
  }
  tell(session, place, made);
  return 0;
}

}  // namespace

void add_init(Commands& commands) {
  auto options = std::make_shared<InitOptions>();
  auto& app = commands.add("init", "Make the store and its master key",
                           "  jwtkeep init\n"
                           "  jwtkeep --store ./secrets.db --key-file ~/secrets.key init\n"
                           "  jwtkeep --master-key aws-kms://eu-central-1/alias/jwtkeep init\n"
                           "  jwtkeep --store postgres://keeper@db.example.com/keys init");
  app.add_flag("--passphrase", options->passphrase, "open the store by a passphrase instead of a key file");
  commands.on(app, [options](Session& session) { return init(*options, session); });
}

}  // namespace jwtkeep::cli

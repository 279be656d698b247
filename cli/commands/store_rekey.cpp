// Another way into a store in place of the one it was opened by, without a moment in which neither opens it: the new
// one is added, the store is opened with it, and only then the old one is taken away. After an interruption at any
// point the same command goes on: what is there already is found and not made twice.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "cli/commands/store.hpp"
#include "cli/input.hpp"
#include "cli/new_opener.hpp"
#include "cli/way_view.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"
#include "jwtkeep/opening/store_place.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using store::Opener;
using store::WayIn;

constexpr std::string_view kKeyFile = "keyfile:";

struct StoreRekeyOptions {
  std::string to;
  bool keep_old = false;
};

/// The new way in, and what the user has to set to go it.
struct NewWay {
  Opener opener;
  std::string variable;
  std::string value = {};         ///< empty: a secret
  bool is_file_as_found = false;  ///< the key file was there already
};

/// One that is there already is taken: it may be left from an interrupted run. Not another user's: whoever put it there
/// would know the key.
Result<NewWay> key_file(std::string path) {
  struct stat status{};
  const bool is_there = stat(path.c_str(), &status) == 0;
  if (is_there && status.st_uid != geteuid()) {
    return fail(Reason::permission, "the key file " + path + " belongs to another user, who can read it",
                "give another place; a new key file is made where there is none");
  }
  auto opener = is_there ? Session::key_file_opener(path) : new_key_file_opener(path);
  if (!opener) {
    if (opener.error().reason == Reason::wrong_key_file) {
      opener.error().hint = "move it away, or give another place; a new key file is made where there is none";
    }
    return std::unexpected(std::move(opener).error());
  }
  return NewWay{.opener = *std::move(opener),
                .variable = "JWTKEEP_KEYFILE",
                .value = std::move(path),
                .is_file_as_found = is_there};
}

Result<NewWay> find_new(const std::string& to) {
  if (to == "passphrase") {
    JWTKEEP_TRY(auto opener, new_passphrase_opener("JWTKEEP_NEW_PASSPHRASE"));
    return NewWay{.opener = std::move(opener), .variable = "JWTKEEP_PASSPHRASE"};
  }
  if (to.starts_with(kKeyFile) && to.size() > kKeyFile.size()) {
    return key_file(to.substr(kKeyFile.size()));
  }
  if (!kms::is_address(to)) {
    return fail(Reason::bad_value, "--to names nothing that can open a store",
                "write keyfile:PATH, passphrase, vault-transit://MOUNT/KEY, aws-kms://REGION/KEY or pkcs11:...");
  }
  JWTKEEP_TRY(auto opener, Session::master_key_opener(to));
  auto address = opener.id();
  return NewWay{.opener = std::move(opener), .variable = "JWTKEEP_MASTER_KEY", .value = std::move(address)};
}

Result<std::string> add(store::Store& store, const Opener& opener) {
  // Argon2id, or a KMS: before the transaction, which holds others up.
  JWTKEEP_TRY(const auto sealed, store.seal_for(opener));
  std::string slot;
  JWTKEEP_CHECK(store.change([&](store::Change& change) -> Result<void> {
    const auto now = Session::now();
    JWTKEEP_CHECK(change.record(
        {.at = now,
         .actor = Session::actor(),
         .action = "store.opener.add",
         .keyring = {},
         .detail = base::Json::object({{"kind", std::string(store::word(sealed.kind))},
                                       {"id", sealed.id.empty() ? base::Json(nullptr) : base::Json(sealed.id)}})}));
    JWTKEEP_TRY(slot, change.add_way(sealed, now));
    return {};
  }));
  return slot;
}

/// Opens the store once more from where it is, by this slot alone.
Result<void> prove(const store::Store& store, const std::string& place, const Opener& opener, const std::string& slot) {
  JWTKEEP_TRY(auto backend, opening::open_backend(place));
  auto again = store::Store::open(std::move(backend), opener, slot);
  if (again && again->id() == store.id()) return {};
  auto error = again ? base::Error{Reason::busy, "another store was put in this one's place meanwhile", ""}
                     : std::move(again).error();
  error.hint =
      fmt::format("the old way in stays; slot {} is there and did not open the store: run the command again", slot);
  return std::unexpected(std::move(error));
}

void tell(Session& session, const NewWay& made, const WayIn& added, bool was_there,
          const std::optional<WayIn>& removed) {
  auto& out = session.out();
  if (session.json()) {
    auto json = base::Json::object({{"added", way_json(added)}, {"was_there", base::Json(was_there)}});
    json.set("removed", removed ? way_json(*removed) : base::Json(nullptr));
    out.document(json);
    return;
  }
  out.line(fmt::format("slot {}: {}{}, and the store was opened with it", added.slot, describe(added),
                       was_there ? ", was there already" : ""));
  if (removed) out.line(fmt::format("slot {}: {}, was taken away", removed->slot, describe(*removed)));
  if (made.is_file_as_found) out.note("The key file was there already and stays as it is: " + printable(made.value));
  out.note(made.value.empty() ? fmt::format("From now on: the new passphrase, or {}", made.variable)
                              : fmt::format("From now on: {}='{}'", made.variable, made.value));
  if (removed) {
    out.note("Backups made before this open the old way: keep what opens them as long as you keep them.");
  }
}

Result<int> rekey(const StoreRekeyOptions& options, Session& session) {
  JWTKEEP_TRY(const auto place, session.store_path());
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto made, find_new(options.to));
  JWTKEEP_TRY(const auto there, store.way_of(made.opener));
  // A KMS rotates its key under the same name: then the master key is wrapped anew, by the newest version.
  const bool anew = there && there->slot == store.opened_by();
  if (anew && (made.opener.kind() != Opener::Kind::remote || options.keep_old)) {
    return fail(Reason::already_exists, "the store was opened by this very way: " + describe(*there),
                "nothing is to be done; to change what opens the store, name another key file, passphrase or key");
  }
  std::string slot;
  if (there && !anew) {
    slot = there->slot;
  } else {
    JWTKEEP_TRY(slot, add(store, made.opener));
  }
  JWTKEEP_CHECK(prove(store, place, made.opener, slot));
  JWTKEEP_TRY(const auto ways, store.ways());
  const auto find = [&ways](const std::string& which) { return std::ranges::find(ways, which, &WayIn::slot); };
  if (find(slot) == ways.end()) {
    return fail(Reason::busy, "somebody took the new way into the store away meanwhile",
                "the old one stays; see what is "
                "there: jwtkeep store openers");
  }
  std::optional<WayIn> removed;
  for (const auto& way : ways) {
    // Wrapping anew also takes away what an interrupted run of it has left.
    const bool is_old = way.slot == store.opened_by() || (anew && way.kind == there->kind && way.id == there->id);
    if (options.keep_old || !is_old || way.slot == slot) continue;
    JWTKEEP_CHECK(remove_way(store, way, slot));
    if (way.slot == store.opened_by()) removed = way;
  }
  tell(session, made, *find(slot), there.has_value() && !anew, removed);
  return 0;
}

}  // namespace

void add_store_rekey(Commands& commands, Arguments& store) {
  auto options = std::make_shared<StoreRekeyOptions>();
  auto& app = Commands::add_under(store, "rekey", "Open the store another way from now on",
                                  "  jwtkeep store rekey --to keyfile:$HOME/new.key\n"
                                  "  jwtkeep store rekey --to passphrase\n"
                                  "  jwtkeep store rekey --to vault-transit://transit/jwtkeep\n"
                                  "  jwtkeep store rekey --to aws-kms://eu-central-1/alias/jwtkeep --keep-old");
  app.add_option("--to", options->to,
                 "keyfile:PATH (made where it is missing), passphrase (JWTKEEP_NEW_PASSPHRASE, or asked for), "
                 "vault-transit://MOUNT/KEY, aws-kms://REGION/KEY or pkcs11:...")
      ->required()
      ->type_name("WAY");
  app.add_flag("--keep-old", options->keep_old, "leave the way in by which the store was opened");
  commands.on(app, [options](Session& session) { return rekey(*options, session); });
}

}  // namespace jwtkeep::cli

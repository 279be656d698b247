#include <fmt/format.h>

#include "cli/commands/sync.hpp"
#include "cli/keyring_called.hpp"
#include "cli/pushing.hpp"
#include "jwtkeep/destination/variable.hpp"
#include "jwtkeep/rotate/add_place.hpp"

namespace jwtkeep::cli {
namespace {

struct SyncAddOptions {
  std::string name;
  std::string address;
  std::string prefix = "JWT_";
  bool signer = false;
  bool replace = false;
};

base::Result<int> sync_add(const SyncAddOptions& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(auto address, parse_address(options.address));
  if (!destination::is_variable_name(options.prefix)) {
    return base::fail(base::Reason::bad_value,
                      "`" + printable(options.prefix) + "` cannot begin the name of an environment variable",
                      "use letters, digits and `_`, e.g. JWT_");
  }
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_CHECK(keyring_called(store, name));
  JWTKEEP_TRY(const auto make_opener, openers({}));
  const auto opener = make_opener();
  const rotate::NewPlace place{.address = std::move(address),
                               .role = options.signer ? destination::Role::signer : destination::Role::verifier,
                               .prefix = options.prefix,
                               .replace = options.replace};
  JWTKEEP_TRY(const auto report, rotate::add_place(pusher_on(store), *opener, name, place));
  auto& out = session.out();
  if (session.json()) {
    out.document(push_json(report));
  } else if (!report.failed()) {
    out.line(fmt::format("{} is synced to {}", name.text(), place.address.text()));
    out.note("Every rotation reaches it, and waits for it: jwtkeep rotate --due, from cron or a timer.");
  }
  warn_of(out, report);
  if (report.failed()) {
    out.note(fmt::format(
        "{0} is kept, and rotations wait for it. Once it can be reached: jwtkeep sync push {1}; if the address was "
        "wrong: jwtkeep sync remove {1} {0}",
        printable(place.address.text()), name.text()));
  }
  return report.failed() ? static_cast<int>(base::Answer::world_failed) : 0;
}

}  // namespace

void add_sync_add(Commands& commands, Arguments& sync) {
  auto options = std::make_shared<SyncAddOptions>();
  auto& app = Commands::add_under(sync, "add", "Sync a keyring to a place, now and at every rotation",
                                  "  jwtkeep sync add orders/prod dotenv:orders.env\n"
                                  "  jwtkeep sync add billing/prod jwks:jwks.json");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  app.add_option(
         "destination", options->address,
         "vault://MOUNT/PATH, aws-sm://REGION/NAME, azure-kv://VAULT/NAME, k8s://NAMESPACE/NAME, dotenv:PATH or "
         "jwks:PATH")
      ->required()
      ->type_name("URL");
  app.add_flag("--signer", options->signer, "give the private key of an asymmetric keyring, too");
  app.add_option("--prefix", options->prefix, "of the variables' names (default JWT_)")->type_name("PREFIX");
  app.add_flag("--replace", options->replace, "overwrite what stands there already");
  commands.on(app, [options](Session& session) { return sync_add(*options, session); });
}

}  // namespace jwtkeep::cli

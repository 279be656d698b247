#include "cli/command.hpp"
#include "cli/create_keyring.hpp"
#include "cli/policy_options.hpp"

namespace jwtkeep::cli {
namespace {

struct NewOptions {
  std::string name;
  PolicyOptions policy;
};

base::Result<int> make_new(const NewOptions& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(const auto policy, make_policy(options.policy));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(auto first, keyring::make_key(policy, store.fingerprint_key()));
  JWTKEEP_TRY(const auto ring, create_keyring(store, name, policy, std::move(first), "keyring.create"));
  tell_created(session, ring);
  return 0;
}

}  // namespace

void add_new(Commands& commands) {
  auto options = std::make_shared<NewOptions>();
  auto& app = commands.add("new", "Make a keyring with its first key",
                           "  jwtkeep new orders/prod --ttl 15m --rotate-every 30d --propagation 5m\n"
                           "  jwtkeep new web/prod --alg ES256 --verifiers node-jwks-rsa,spring");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  add_policy_options(app, options->policy);
  commands.on(app, [options](Session& session) { return make_new(*options, session); });
}

}  // namespace jwtkeep::cli

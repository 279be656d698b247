#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/emergency_view.hpp"
#include "cli/keyring_called.hpp"
#include "cli/timeline.hpp"
#include "cli/verifier_view.hpp"
#include "cli/view.hpp"

namespace jwtkeep::cli {
namespace {

struct ShowOptions {
  std::string name;
};

std::string policy_text(const Output& out, const keyring::Policy& policy) {
  const auto text = [](base::Seconds duration) { return base::format_duration(duration); };
  std::string lines =
      fmt::format("  {}{}\n", jose::info(policy.alg).name,
                  !jose::is_symmetric(policy.alg)      ? ""
                  : policy.form == keyring::Form::text ? ", form text: the characters of JWT_SECRET are the key"
                                                       : ", form bytes: JWT_SECRET is base64url and has to be decoded");
  // Lines and the table below fit into 80 columns.
  lines += fmt::format("  T {} token lifetime, S {} skew\n", text(policy.token_lifetime), text(policy.skew));
  lines += fmt::format("  P {} until verifiers know a key, Q {} until issuers change\n", text(policy.propagation),
                       text(policy.sign_propagation));
  lines += policy_verifiers_text(policy, out.width());
  lines += fmt::format("  a key signs for {}; destroyed {} after it was retired{}\n", text(policy.rotate_every),
                       text(policy.retention), policy.standby ? "; next key kept ready" : "");
  if (policy.issuer) lines += "  issuer " + printable(*policy.issuer) + "\n";
  if (policy.audience) lines += "  audience " + printable(*policy.audience) + "\n";
  return lines;
}

std::string since(const keyring::Key& key, base::Instant now) {
  const auto at = key.destroyed_at     ? key.destroyed_at
                  : key.compromised_at ? key.compromised_at
                  : key.retired_at     ? key.retired_at
                  : key.superseded_at  ? key.superseded_at
                  : key.activated_at   ? key.activated_at
                                       : std::optional<base::Instant>(key.published_at);
  return relative(*at, now);
}

std::string keys_text(const Output& out, const keyring::Keyring& ring, base::Instant now) {
  std::vector<std::vector<std::string>> rows{{"  KID", "ALG", "STATE", "SINCE"}};
  for (const auto& key : ring.keys) {
    rows.push_back({"  " + printable(key.kid), std::string(jose::info(key.alg).name), state_text(out, key.state),
                    since(key, now) + (key.destroyed_at ? ", destroyed" : "")});
  }
  return table(rows);
}

base::Json destinations_json(const std::vector<store::Destination>& destinations) {
  auto list = base::Json::array();
  for (const auto& destination : destinations) {
    auto json =
        base::Json::object({{"id", destination.id}, {"kind", destination.kind}, {"details", destination.details}});
    if (destination.lease_until) json.set("lease_until", base::format_instant(*destination.lease_until));
    json.set("confirmed_revision", destination.confirmed_revision());
    list.push(std::move(json));
  }
  return list;
}

std::string destinations_text(const std::vector<store::Destination>& destinations, const keyring::Keyring& ring,
                              base::Instant now) {
  std::string text;
  for (const auto& destination : destinations) {
    const bool current = !destination.confirmed.empty() && destination.confirmed.back().revision >= ring.revision;
    const bool gone = destination.lease_until && *destination.lease_until < now;
    text += fmt::format("  {}: {}\n", printable(destination.id),
                        gone      ? "gone"
                        : current ? "holds the current keys"
                                  : "has not confirmed the current keys yet");
  }
  return text;
}

base::Result<int> show(const ShowOptions& options, Session& session) {
  JWTKEEP_TRY(const auto name, keyring::Name::parse(options.name));
  JWTKEEP_TRY(auto store, session.open_store());
  JWTKEEP_TRY(const auto ring, keyring_called(store, name));
  JWTKEEP_TRY(const auto destinations, store.destinations(name));
  const auto now = Session::now();
  const auto confirmations = store::confirmations(destinations, now);
  const auto steps = keyring::plan(ring, ring.policy, confirmations, now);
  const auto clocks = keyring::emergency_clock(ring, confirmations, now);
  auto& out = session.out();
  if (session.json()) {
    auto json = keyring::shown_json(ring, steps);
    json.set("verifiers", policy_verifiers_json(ring.policy));
    json.set("emergency", emergency_json(clocks, now));
    json.set("destinations", destinations_json(destinations));
    out.document(json);
    return 0;
  }
  out.line(out.styled(Style::bold, ring.name.text()) + fmt::format("  revision {}", ring.revision));
  out.write(policy_text(out, ring.policy));
  out.line("");
  out.write(draw_timeline(out, ring, nullptr, now));
  out.line("");
  out.write(keys_text(out, ring, now));
  if (!clocks.empty()) {
    out.line("");
    out.write(emergency_text(out, ring, clocks, now));
  }
  if (!destinations.empty()) {
    out.line("");
    out.write(destinations_text(destinations, ring, now));
  }
  out.line("");
  out.line("  next: " + next_sentence(steps, ring.policy, now));
  return 0;
}

}  // namespace

void add_show(Commands& commands) {
  auto options = std::make_shared<ShowOptions>();
  auto& app = commands.add("show", "Show a keyring: its keys, their states and times, what comes next",
                           "  jwtkeep show orders/prod");
  app.add_option("keyring", options->name, "service/environment[/use]")->required()->type_name("KEYRING");
  commands.on(app, [options](Session& session) { return show(*options, session); });
}

}  // namespace jwtkeep::cli

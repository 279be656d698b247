#include "cli/create_keyring.hpp"

#include <fmt/format.h>

#include "cli/verifier_view.hpp"
#include "cli/view.hpp"
#include "jwtkeep/rotate/create.hpp"

namespace jwtkeep::cli {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

base::Result<keyring::Keyring> create_keyring(store::Store& store, const keyring::Name& name,
                                              const keyring::Policy& policy, keyring::KeyWithMaterial first,
                                              const std::string& action) {
  return rotate::create(store, name, policy, std::move(first), {.actor = Session::actor(), .action = action},
                        Session::now());
}

void tell_created(Session& session, const keyring::Keyring& ring) {
  const auto now = Session::now();
  const auto steps = keyring::plan(ring, ring.policy, {}, now);
  auto& out = session.out();
  for (const auto& warning : verifier_warnings(ring.policy)) out.warn(warning);
  if (session.json()) {
    out.document(keyring::shown_json(ring, steps));
    return;
  }
  const auto& policy = ring.policy;
  const std::string form =
      jose::is_symmetric(policy.alg) ? fmt::format(", form {}", keyring::word(policy.form)) : std::string{};
  out.line(fmt::format("{}: {}{}, {} signs", out.styled(Style::bold, ring.name.text()), jose::info(policy.alg).name,
                       form, short_kid(ring.active()->kid)));
  out.line(fmt::format("tokens live up to {}, a key signs for {}", base::format_duration(policy.token_lifetime),
                       base::format_duration(policy.rotate_every)));
  if (!policy.verifiers.empty()) {
    out.line(fmt::format("P {}: until {} know{} a published key", base::format_duration(policy.propagation),
                         joined(policy.verifiers), policy.verifiers.size() == 1 ? "s" : ""));
  }
  out.line("next: " + next_sentence(steps, policy, now));
  out.note(fmt::format("Hand it to your service: jwtkeep run {} -- COMMAND", ring.name.text()));
}

}  // namespace jwtkeep::cli

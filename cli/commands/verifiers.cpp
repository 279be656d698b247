#include "cli/command.hpp"
#include "cli/verifier_view.hpp"

namespace jwtkeep::cli {
namespace {

struct VerifiersOptions {
  bool names = false;
};

/// From here on there is room for one more column.
constexpr int kWide = 110;

std::string_view asks(keyring::Verifier::UnknownKid unknown_kid) {
  switch (unknown_kid) {
    case keyring::Verifier::UnknownKid::refetch: return "asks again";
    case keyring::Verifier::UnknownKid::asked: return "asks when told to";
    case keyring::Verifier::UnknownKid::wait: return "waits";
    case keyring::Verifier::UnknownKid::unknown: return "?";
  }
  return "";
}

base::Result<int> list(const VerifiersOptions& options, Session& session) {
  auto& out = session.out();
  const auto all = keyring::known_verifiers();
  if (options.names) {
    for (const auto& verifier : all) out.line(verifier.name);
    return 0;
  }
  if (session.json()) {
    auto json = base::Json::array();
    for (const auto& verifier : all) json.push(verifier_json(verifier));
    out.document(json);
    return 0;
  }
  const bool wide = out.width() >= kWide;
  std::vector<std::vector<std::string>> rows{{"NAME", "KEEPS A KEY", "WHAT"}};
  if (wide) rows.front().emplace_back("ON AN UNKNOWN KID");
  for (const auto& verifier : all) {
    rows.push_back({std::string(verifier.name), keyring::describe_cache(verifier), std::string(verifier.what)});
    if (wide) rows.back().emplace_back(asks(verifier.unknown_kid));
  }
  out.write(table(rows));
  return 0;
}

}  // namespace

void add_verifiers(Commands& commands) {
  auto options = std::make_shared<VerifiersOptions>();
  auto& app = commands.add("verifiers", "List the verifiers that --verifiers knows, and how long each keeps a key",
                           "  jwtkeep verifiers\n"
                           "  jwtkeep new web/prod --alg ES256 --verifiers node-jwks-rsa,spring");
  app.add_flag("--names", options->names, "print names only, one a line");
  commands.on(app, [options](Session& session) { return list(*options, session); });
}

}  // namespace jwtkeep::cli

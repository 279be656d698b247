#include <fmt/format.h>

#include "cli/commands/export.hpp"
#include "cli/hand_out.hpp"
#include "cli/input.hpp"
#include "cli/inventory.hpp"
#include "cli/progress.hpp"

namespace jwtkeep::cli {
namespace {

struct ExportInventoryOptions {
  std::vector<std::string> names;
  std::string output;
};

/// Noted before it leaves the store: whoever holds it can test guesses.
base::Result<void> record(store::Store& store, const keyring::Inventory& inventory,
                          const ExportInventoryOptions& options) {
  return store.change([&](store::Change& change) {
    return change.record({.at = inventory.made_at,
                          .actor = Session::actor(),
                          .action = "inventory.export",
                          .keyring = {},
                          .detail = base::Json::object({{"keys", static_cast<std::int64_t>(inventory.keys.size())},
                                                        {"to", options.output.empty() ? "stdout" : options.output}})});
  });
}

base::Result<int> run_export(const ExportInventoryOptions& options, Session& session) {
  JWTKEEP_TRY(const auto names, parse_names(options.names));
  JWTKEEP_TRY(auto store, session.open_store());
  Progress progress("keys");
  JWTKEEP_TRY(const auto inventory,
              export_inventory(store, names, Session::now(), [&](std::size_t keys) { progress.show(keys); }));
  progress.end();
  JWTKEEP_CHECK(record(store, inventory, options));
  base::SecretBuilder builder;
  const auto text = builder.append(base::write_with_secrets(keyring::to_json(inventory), true)).append("\n").take();
  auto& out = session.out();
  if (options.output.empty()) {
    out.secret(text, false);
    return 0;
  }
  JWTKEEP_CHECK(text.reveal([&](base::ByteView bytes) { return write_new_private_file(options.output, bytes); }));
  out.note(fmt::format("wrote {} keys to {} (mode 0600)", inventory.keys.size(), options.output));
  out.note("Whoever has this file can test guesses against it: it hides no weak secret.");
  return 0;
}

}  // namespace

void add_export_inventory(Commands& commands, Arguments& parent) {
  auto options = std::make_shared<ExportInventoryOptions>();
  auto& app = Commands::add_under(parent, "inventory", "Write what tells whose a found secret is, and holds none",
                                  "  jwtkeep export inventory -o inventory.json\n"
                                  "  jwtkeep scan --inventory inventory.json");
  app.add_option("keyrings", options->names, "service/environment[/use] (default: all)")->type_name("KEYRING");
  app.add_option("-o,--output", options->output, "write this new file (mode 0600) instead")->type_name("FILE");
  commands.on(app, [options](Session& session) { return run_export(*options, session); });
}

}  // namespace jwtkeep::cli

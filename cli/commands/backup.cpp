#include <fmt/format.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/input.hpp"

namespace jwtkeep::cli {
namespace {

struct BackupOptions {
  std::string file;
};

base::Result<int> backup(const BackupOptions& options, Session& session) {
  JWTKEEP_TRY(auto store, session.open_store());
  if (options.file == "-" && isatty(STDOUT_FILENO) == 1) {
    return base::fail(base::Reason::bad_value, "a backup is not for reading on a terminal",
                      "redirect it, or give a file's name");
  }
  const auto now = Session::now();
  JWTKEEP_CHECK(store.change([&](store::Change& change) {
    return change.record({.at = now,
                          .actor = Session::actor(),
                          .action = "store.backup",
                          .keyring = {},
                          .detail = base::Json::object({{"to", options.file}})});
  }));
  JWTKEEP_TRY(const auto bytes, store.backup(now));
  if (options.file == "-") {
    session.out().write(base::as_text(bytes));
    return 0;
  }
  JWTKEEP_CHECK(write_new_private_file(options.file, bytes));
  if (session.json()) {
    session.out().document(
        base::Json::object({{"file", options.file}, {"bytes", static_cast<std::int64_t>(bytes.size())}}));
  } else {
    session.out().line(
        fmt::format("wrote {} ({} bytes), sealed: it opens with what opens the store", options.file, bytes.size()));
    session.out().note("What opens the store is not in it. Keep that apart.");
  }
  return 0;
}

}  // namespace

void add_backup(Commands& commands) {
  auto options = std::make_shared<BackupOptions>();
  auto& app = commands.add("backup", "Write the sealed store to one file", "  jwtkeep backup store-$(date +%F).backup");
  app.add_option("file", options->file, "the new file, or - for standard output")->required()->type_name("FILE");
  commands.on(app, [options](Session& session) { return backup(*options, session); });
}

}  // namespace jwtkeep::cli

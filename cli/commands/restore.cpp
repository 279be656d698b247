#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/new_place.hpp"
#include "jwtkeep/opening/store_place.hpp"
#include "jwtkeep/store/memory/memory_backend.hpp"

namespace jwtkeep::cli {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostBackupBytes = std::size_t{1} << 31;

struct RestoreOptions {
  std::string file;
};

/// Backups hold sealed rows only; ordinary memory will do.
base::Result<base::Bytes> read_backup(const std::string& path) {
  JWTKEEP_TRY(const auto text, read_text_file(path, kMostBackupBytes));
  const auto view = base::as_bytes(text);
  return base::Bytes(view.begin(), view.end());
}

void remove_store(const std::string& path) {
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((path + suffix).c_str());
}

base::Result<store::TrailHead> restore_into(const std::string& place, const base::Bytes& bytes,
                                            const store::Opener& opener) {
  JWTKEEP_TRY(auto backend, create_backend(place));
  JWTKEEP_CHECK(store::restore(bytes, *backend));
  JWTKEEP_TRY(auto store, store::Store::open(std::move(backend), opener));
  JWTKEEP_CHECK(store.change([&](store::Change& change) {
    return change.record(
        {.at = Session::now(), .actor = Session::actor(), .action = "store.restore", .keyring = {}, .detail = {}});
  }));
  return store.verify_trail();
}

/// Opened in memory first: what does not open with the key at hand is not written to the server.
base::Result<store::TrailHead> restore_on_server(const std::string& place, const base::Bytes& bytes,
                                                 std::unique_ptr<store::Backend> in_memory,
                                                 const store::Opener& opener) {
  JWTKEEP_TRY(auto opened, store::Store::open(std::move(in_memory), opener));
  JWTKEEP_CHECK(opened.verify_trail());
  return restore_into(place, bytes, opener);
}

/// Everything is done beside the final place and moved there when it is whole and opens.
base::Result<store::TrailHead> restore_file(const std::string& path, const base::Bytes& bytes,
                                            const store::Opener& opener) {
  JWTKEEP_CHECK(make_private_folder(std::filesystem::path(path).parent_path().string()));
  const std::string beside = path + ".restoring";
  remove_store(beside);
  auto head = restore_into(beside, bytes, opener);
  if (!head) {
    remove_store(beside);
    return std::unexpected(head.error());
  }
  // The store was closed by now, so that its write-ahead log has been folded into the one file.
  if (link(beside.c_str(), path.c_str()) != 0) {
    remove_store(beside);
    return fail(Reason::io_failed, "cannot put the restored store at " + path,
                "look at the permissions of its folder; the backup is as it was");
  }
  remove_store(beside);
  return head;
}

base::Result<int> restore(const RestoreOptions& options, Session& session) {
  JWTKEEP_TRY(const auto place, session.store_path());
  if (!opening::on_server(place) && access(place.c_str(), F_OK) == 0) {
    return fail(Reason::already_exists, "there is a store at " + place + " already; it was left as it is",
                "move it away first, or restore to another place with --store");
  }
  JWTKEEP_TRY(const auto bytes, read_backup(options.file));
  // What opens it stands in the backup, and is somebody's claim until it is open.
  auto in_memory = std::make_unique<store::MemoryBackend>();
  JWTKEEP_CHECK(store::restore(bytes, *in_memory));
  JWTKEEP_TRY(const auto ways, store::peek_ways_in(*in_memory));
  JWTKEEP_TRY(const auto opener, session.opener(ways));
  JWTKEEP_TRY(const auto head, opening::on_server(place) ? restore_on_server(place, bytes, std::move(in_memory), opener)
                                                         : restore_file(place, bytes, opener));
  if (session.json()) {
    session.out().document(
        base::Json::object({{"store", place}, {"entries", head.count}, {"head", store::format_head(head)}}));
  } else {
    session.out().line(
        fmt::format("restored {} from {}: the audit trail is whole, {} entries", place, options.file, head.count));
  }
  return 0;
}

}  // namespace

void add_restore(Commands& commands) {
  auto options = std::make_shared<RestoreOptions>();
  auto& app = commands.add("restore", "Make the store anew from a backup", "  jwtkeep restore store-2026-01-31.backup");
  app.add_option("file", options->file, "the backup, or - for standard input")->required()->type_name("FILE");
  commands.on(app, [options](Session& session) { return restore(*options, session); });
}

}  // namespace jwtkeep::cli

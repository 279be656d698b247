#include "jwtkeep/opening/store_place.hpp"

#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/system_error.hpp"
#include "jwtkeep/store/postgres/postgres_backend.hpp"
#include "jwtkeep/store/sqlite/sqlite_backend.hpp"

namespace jwtkeep::opening {

using base::fail;
using base::Reason;

namespace {

/// A folder that may not be looked into does not mean that nothing is there.
base::Result<bool> file_stands(const std::string& path) {
  if (access(path.c_str(), F_OK) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  return std::unexpected(base::system_error(errno, "cannot look for the store " + path));
}

}  // namespace

base::Result<std::string> store_place(const std::string& text) {
  if (on_server(text)) {
    JWTKEEP_TRY(const auto url, store::PostgresUrl::parse(text));
    return url.text();
  }
  if (const auto colon = text.find("://"); colon != std::string::npos) {
    // What follows may be anything, a password too.
    return fail(Reason::bad_value, "there is no kind of store that begins with " + text.substr(0, colon + 3),
                base::did_you_mean(base::near_words({"postgres", "postgresql"}, text.substr(0, colon)),
                                   "give a file's path, or postgres://USER@HOST/DATABASE"));
  }
  return text;
}

bool on_server(const std::string& place) { return store::PostgresUrl::is_one(place); }

base::Result<std::string> store_stem(const std::string& place) {
  if (!on_server(place)) return std::filesystem::path(place).stem().string();
  JWTKEEP_TRY(const auto url, store::PostgresUrl::parse(place));
  return url.stem();
}

base::Result<std::unique_ptr<store::Backend>> open_backend(const std::string& place) {
  if (on_server(place)) {
    JWTKEEP_TRY(const auto url, store::PostgresUrl::parse(place));
    return store::PostgresBackend::open(url, store::PostgresBackend::Mode::existing);
  }
  JWTKEEP_TRY(const bool there, file_stands(place));
  if (!there) return fail(Reason::no_store, "there is no store at " + place, "make one with: jwtkeep init");
  return store::SqliteBackend::open(place, store::SqliteBackend::Mode::existing);
}

base::Result<std::unique_ptr<store::Backend>> create_backend(const std::string& place) {
  if (on_server(place)) {
    JWTKEEP_TRY(const auto url, store::PostgresUrl::parse(place));
    return store::PostgresBackend::open(url, store::PostgresBackend::Mode::create);
  }
  return store::SqliteBackend::open(place, store::SqliteBackend::Mode::create);
}

base::Result<bool> store_begun(const std::string& place) {
  if (!on_server(place)) return file_stands(place);
  const auto there = open_backend(place);
  if (there) return true;
  if (there.error().reason == Reason::no_store) return false;
  return std::unexpected(there.error());
}

}  // namespace jwtkeep::opening

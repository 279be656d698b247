// Rows in one SQLite file.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/store/backend.hpp"

namespace jwtkeep::store {

/// A store in a file: write-ahead log, synchronous=FULL, so that what was committed survives a loss of power; erased
/// content is overwritten. The file and its companions (`-wal`, `-shm`) have mode 0600.
class SqliteBackend final : public Backend {
 public:
  enum class Mode : std::uint8_t {
    create,    ///< a new file, or one whose making was interrupted; any other is `already_exists`
    existing,  ///< an existing one; nothing is created
  };

  /// Errors: `already_exists`, `no_store`, `permission` (also when others may read the file), `tampered` (no store or
  /// not whole), `newer_format`, `io_failed`, `no_space`, `busy`; each says what to do.
  static base::Result<std::unique_ptr<Backend>> open(const std::string& path, Mode mode);

  ~SqliteBackend() override;

  base::Result<void> read(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<void> write(const std::function<base::Result<void>(Transaction&)>& work) override;
  base::Result<std::uint64_t> generation() override;
  base::Result<void> check_container() override;
  [[nodiscard]] std::string place() const override;

  class Impl;
  explicit SqliteBackend(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace jwtkeep::store

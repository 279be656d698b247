// Hears of commits by NOTIFY. Internal to this room.
#pragma once

#include <memory>
#include <string>

#include "jwtkeep/store/changes.hpp"
#include "jwtkeep/store/postgres/url.hpp"

namespace jwtkeep::store {

/// The channel on which every committed change is told, with its schema.
inline constexpr std::string_view kChannel = "jwtkeep";

/// A connection of its own that listens. It costs the server nothing while nobody writes.
class PostgresListener final : public Changes {
 public:
  static base::Result<std::unique_ptr<Changes>> open(const PostgresUrl& url);

  ~PostgresListener() override;
  base::Result<bool> wait(std::chrono::milliseconds limit) override;

  class Impl;
  explicit PostgresListener(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace jwtkeep::store

#include "jwtkeep/store/postgres/listener.hpp"

#include <algorithm>
#include <pqxx/notification>

#include "jwtkeep/store/postgres/connection.hpp"

namespace jwtkeep::store {
namespace {

using std::chrono_literals::operator""us;

/// Notes that its schema was told of.
class Ear final : public pqxx::notification_receiver {
 public:
  Ear(pqxx::connection& connection, std::string schema)
      : notification_receiver(connection, std::string(kChannel)), schema_(std::move(schema)) {}
  void operator()(const std::string& payload, int /*server process*/) override { heard = heard || payload == schema_; }

  bool heard = false;

 private:
  std::string schema_;
};

/// A session and its ear, which has to go first.
struct Listening {
  std::unique_ptr<PostgresConnection> connection;
  std::unique_ptr<Ear> ear;
};

base::Result<Listening> listen(const PostgresUrl& url) {
  Listening made;
  JWTKEEP_TRY(made.connection, PostgresConnection::open(url));
  const auto done = made.connection->guard([&] {
    made.ear = std::make_unique<Ear>(made.connection->raw(), url.schema());  // sends LISTEN
    return pqxx::result{};
  });
  if (!done) return std::unexpected(done.error().error);
  return made;
}

}  // namespace

class PostgresListener::Impl {
 public:
  explicit Impl(PostgresUrl url, Listening listening) : url_(std::move(url)), listening_(std::move(listening)) {}

  base::Result<bool> wait(std::chrono::milliseconds limit) {
    if (!listening_.connection) {
      // What happened since it broke was not heard.
      JWTKEEP_TRY(listening_, listen(url_));
      return true;
    }
    // Each word on the channel ends libpqxx's wait, also what was said of another store in the same database.
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!listening_.ear->heard) {
      const auto left =
          std::max(0us, std::chrono::floor<std::chrono::microseconds>(until - std::chrono::steady_clock::now()));
      const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
      const auto done = listening_.connection->guard([&] {
        listening_.connection->raw().await_notification(static_cast<long>(seconds.count()),
                                                        static_cast<long>((left - seconds).count()));
        return pqxx::result{};
      });
      if (!done) {
        listening_ = {};
        return wait({});
      }
      if (left == 0us) break;
    }
    return std::exchange(listening_.ear->heard, false);
  }

 private:
  PostgresUrl url_;
  Listening listening_;
};

PostgresListener::PostgresListener(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PostgresListener::~PostgresListener() = default;

base::Result<std::unique_ptr<Changes>> PostgresListener::open(const PostgresUrl& url) {
  JWTKEEP_TRY(auto listening, listen(url));
  return std::make_unique<PostgresListener>(std::make_unique<Impl>(url, std::move(listening)));
}

base::Result<bool> PostgresListener::wait(std::chrono::milliseconds limit) { return impl_->wait(limit); }

}  // namespace jwtkeep::store

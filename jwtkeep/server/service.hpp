// What the server answers: the routes, and the parts that their endpoints ask.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/oidc/provider.hpp"
#include "jwtkeep/rotate/everywhere.hpp"
#include "jwtkeep/server/events.hpp"
#include "jwtkeep/server/examination.hpp"
#include "jwtkeep/server/follower.hpp"
#include "jwtkeep/server/gate.hpp"
#include "jwtkeep/server/rings.hpp"
#include "jwtkeep/web/handler.hpp"
#include "jwtkeep/web/router.hpp"
#include "jwtkeep/web/workers.hpp"
#include "jwtkeep/webhook/senders.hpp"

namespace jwtkeep::server {

struct ServiceOptions {
  /// Under which others reach this server, e.g. `https://keys.example.com`: it begins the issuers and the addresses of
  /// key sets that are handed out. Empty: nothing is handed out that would need it.
  std::string public_url;
  /// The keyring of `/.well-known/jwks.json`; empty: none.
  std::string default_keyring;
  std::function<base::Instant()> clock;  ///< must be set
  /// Rotates one keyring in the store and its places; any thread may call. Must be set.
  std::function<base::Result<rotate::EverywhereReport>(const rotate::Request&)> rotate;
  /// Makes an opener of destinations, with the server's own credentials; any thread may call. Must be set.
  std::function<std::unique_ptr<destination::Opener>()> opener;
  /// With which people may log in; none of them null, no name twice.
  std::vector<std::shared_ptr<oidc::Provider>> providers = {};
  /// Who is told of what happens; null: nobody.
  std::shared_ptr<webhook::Senders> webhooks = {};
};

/// One request on its way: what an endpoint needs.
struct Call {
  const web::Incoming& incoming;
  const web::Parameters& parameters;
  base::Instant now;
};

/// One that many requests get.
using SharedAnswer = std::shared_ptr<const web::Answer>;

/// Answers from memory; what has to write goes to the workers.
class Service final : public web::Handler {
 public:
  /// Reads the keyrings and who may do what, then follows the store. The store has to stay longer. Errors: those of the
  /// store.
  static base::Result<std::shared_ptr<Service>> start(store::Store& store, ServiceOptions options);
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() override;

  void answer(web::Incoming incoming, web::Reply reply) override;
  /// How many bytes a body may have on its way to this place, for `web::Options::limits`.
  [[nodiscard]] static std::size_t most_body_bytes(std::string_view method, const web::Target& target) noexcept;
  /// From now on /readyz says that the server is going, so that whoever distributes requests sends them elsewhere.
  void begin_to_end();

  // For the endpoints.
  [[nodiscard]] const ServiceOptions& options() const noexcept { return options_; }
  [[nodiscard]] const Rings& rings() const noexcept { return rings_; }
  [[nodiscard]] Gate& gate() noexcept { return gate_; }
  [[nodiscard]] const Gate& gate() const noexcept { return gate_; }
  [[nodiscard]] store::Store& store() noexcept { return store_; }
  [[nodiscard]] Examination& examination() noexcept { return examination_; }
  [[nodiscard]] std::optional<base::Error> trouble() const;
  /// Reads what was changed by now: for who has just changed something, and wants to see it. Errors: those of the
  /// store.
  base::Result<void> catch_up();
  /// Null where there is none of that name.
  [[nodiscard]] std::shared_ptr<oidc::Provider> provider(std::string_view name) const;
  /// For logins on their way.
  [[nodiscard]] const access::SealedJson& login_seal() const noexcept { return login_seal_; }
  /// All that can be asked, `METHOD PATTERN` each: for the test that the description of the API has them.
  [[nodiscard]] std::vector<std::string> routes() const;
  [[nodiscard]] bool is_ending() const noexcept { return ending_; }

  Service(store::Store& store, ServiceOptions options, Browser browser);

 private:
  using Endpoint = web::Answer (*)(Service&, const Call&);
  using SharedEndpoint = SharedAnswer (*)(Service&, const Call&);
  struct Route {
    Endpoint endpoint = nullptr;  ///< null: the other one, or the events
    SharedEndpoint shared = nullptr;
    bool slow = false;  ///< writes, or asks what is not in memory
    std::string text;   ///< its method and pattern
  };

  base::Result<void> add_routes();
  base::Result<void> add_keyring_routes();
  base::Result<void> add_people_routes();
  base::Result<void> add(std::string_view method, std::string_view pattern, Endpoint endpoint, bool slow = false);
  base::Result<void> add(std::string_view pattern, SharedEndpoint endpoint);
  /// Any thread.
  base::Result<void> read_access();
  base::Result<void> read_list();
  base::Result<void> read_ended_sessions();
  void hear(const store::TrailEntry& entry);
  /// Whoever listens and may no longer stay hears no more.
  void end_stale();
  void tend(const std::stop_token& stop);
  void listen(const web::Incoming& incoming, web::Reply reply);

  store::Store& store_;
  ServiceOptions options_;
  Rings rings_;
  Gate gate_;
  const access::SealedJson login_seal_;
  Events events_;
  Examination examination_;
  web::Router router_;
  std::vector<Route> routes_;
  std::atomic<bool> ending_ = false;
  std::mutex reading_access_;  ///< held while it is read and set, so that no older list follows a newer one
  mutable std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::optional<base::Error> access_trouble_;
  std::unique_ptr<web::Workers> workers_;
  std::optional<Follower> follower_;
  std::jthread tender_;
};

}  // namespace jwtkeep::server

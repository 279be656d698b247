// `azure-kv://vault/name`: a keyring in Azure Key Vault.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/destination/azure/azure_secret.hpp"
#include "jwtkeep/destination/azure/azure_server.hpp"
#include "jwtkeep/destination/place.hpp"

namespace jwtkeep::destination {

/// One secret, whose newest version is the whole ring as one JSON object.
///
/// Key Vault has no compare-and-set: two who write at the same moment both succeed, and the later one is the newest. So
/// what stands there is compared before the write, and after it the versions are listed: where one came that is not
/// ours, it is `busy`, and whoever looks again sees what counts now.
class AzurePlace final : public Place {
 public:
  AzurePlace(std::shared_ptr<AzureServer> server, std::string name)
      : server_(std::move(server)), name_(std::move(name)) {}

  /// `server` is what an opener keeps under `AzureServer::key_of(address)`; it is opened where there is none yet.
  static base::Result<std::unique_ptr<Place>> open(const Address& address, const Surroundings& surroundings,
                                                   Paces& paces, std::shared_ptr<Server>& server);

  [[nodiscard]] base::Result<base::SecretBytes> render(const Held& held, Role role,
                                                       std::string_view prefix) const override;
  base::Result<std::optional<Standing>> read() override;
  base::Result<void> write(const base::SecretBytes& text, const Marks& marks,
                           const std::optional<Standing>& over) override;
  /// Switches the older versions off: Key Vault deletes no single one. Who may update the secret can switch them on.
  base::Result<void> forget_older() override;
  std::vector<std::string> take_notes() override { return std::exchange(notes_, {}); }

 private:
  struct Seen {
    bool disabled = false;
    std::optional<AzureSecret> secret;
  };
  using Versions = std::map<std::string, AzureVersion>;

  base::Result<AzureAnswer> call(AzureOperation operation, const std::string& path, base::SecretBytes body = {});
  base::Result<Seen> look();
  base::Result<Versions> versions();

  base::Result<AzureAnswer> put(const base::SecretBytes& text, const AzureTags& tags);
  /// Gives the version that stands there then.
  base::Result<std::string> recover();
  base::Result<void> be_alone(const std::string& version, const Marks& marks, const Versions& before);
  void tag(const AzureVersion& version, const Marks& marks);

  std::shared_ptr<AzureServer> server_;
  std::string name_;
  std::vector<std::string> notes_;
};

}  // namespace jwtkeep::destination

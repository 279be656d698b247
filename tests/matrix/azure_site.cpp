#include <fstream>
#include <mutex>

#include "tests/matrix/site.hpp"
#include "tests/unit/destination/azure_stand_in.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::matrix {
namespace {

using destination::AzureStandIn;

class AzureSite final : public Site {
 public:
  AzureSite()
      : azure_(AzureStandIn::get()),
        user_(azure_.able()),
        both_((servers::scratch_folder("matrix") / "azure-and-front.pem").string()) {
    std::ofstream out(both_);
    for (const auto& file : {azure_.ca_file(), http::HttpsServer::get().ca_file()}) out << std::ifstream(file).rdbuf();
  }

  [[nodiscard]] std::string name() const override { return "azure"; }
  [[nodiscard]] std::string server() const override { return azure_.vault(); }
  [[nodiscard]] std::string ca_file() const override { return azure_.ca_file(); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const override {
    return {
        {"AZURE_TENANT_ID", azure_.tenant()}, {"AZURE_CLIENT_ID", user_.client}, {"AZURE_CLIENT_SECRET", user_.secret}};
  }
  [[nodiscard]] destination::Address address(const std::string& name, const std::string& through) const override {
    // The vault's challenge names this host.
    auto endpoint = through.empty() ? server() : through;
    if (const auto at = endpoint.find("127.0.0.1"); at != std::string::npos) endpoint.replace(at, 9, "localhost");
    return {.kind = destination::PlaceKind::azure_kv,
            .scope = "my-vault",
            .name = name,
            .options = {{"authority", azure_.authority()}, {"ca", both_}, {"endpoint", endpoint}}};
  }
  [[nodiscard]] std::pair<int, std::string> denial() const override {
    return {
        403,
        R"({"error":{"code":"Forbidden","message":"The user, group or application 'appid=1' does not have secrets )"
        R"(get permission on key vault 'my-vault;location=westeurope'.","innererror":{"code":"ForbiddenByPolicy"}}})"};
  }
  void befall(const std::string& name, Fault fault) override {
    const std::scoped_lock lock(mutex_);
    if (fault == Fault::another_hand) {
      azure_.set(name, R"({"JWT_SECRET":"supersecret"})");
    } else {
      // Nothing makes an older version the newest there; the newest may be switched off, or all be deleted.
      azure_.tell({{"enable", name}, {"to", false}});
    }
  }

 private:
  std::mutex mutex_;
  AzureStandIn& azure_;
  AzureStandIn::Application user_;
  std::string both_;
};

}  // namespace

std::unique_ptr<Site> make_azure_site() { return std::make_unique<AzureSite>(); }

}  // namespace jwtkeep::matrix

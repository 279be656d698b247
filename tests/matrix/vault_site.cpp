#include <gtest/gtest.h>

#include <mutex>

#include "tests/matrix/site.hpp"
#include "tests/unit/destination/openbao.hpp"

namespace jwtkeep::matrix {
namespace {

using destination::OpenBao;
using http::Method;

class VaultSite final : public Site {
 public:
  [[nodiscard]] std::string name() const override { return "vault"; }
  [[nodiscard]] std::string server() const override { return OpenBao::get().url(); }
  [[nodiscard]] std::string ca_file() const override { return OpenBao::get().ca_file(); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const override {
    return {{"VAULT_TOKEN", OpenBao::get().root_token()}};
  }
  [[nodiscard]] destination::Address address(const std::string& name, const std::string& through) const override {
    return {.kind = destination::PlaceKind::vault,
            .scope = "secret",
            .name = name,
            .options = {{"address", through.empty() ? server() : through}, {"ca", ca_file()}}};
  }
  [[nodiscard]] std::pair<int, std::string> denial() const override {
    return {403, R"({"errors":["1 error occurred:\n\t* permission denied\n\n"]})"};
  }
  void befall(const std::string& name, Fault fault) override {
    const std::scoped_lock lock(mutex_);
    auto& bao = OpenBao::get();
    if (fault == Fault::another_hand) {
      bao.must(Method::post, "secret/data/" + name, R"({"data":{"JWT_SECRET":"supersecret"}})");
    } else {
      bao.must(Method::del, "secret/data/" + name);
    }
  }

 private:
  std::mutex mutex_;
};

}  // namespace

std::unique_ptr<Site> make_vault_site() { return std::make_unique<VaultSite>(); }

}  // namespace jwtkeep::matrix

#include <mutex>

#include "tests/matrix/site.hpp"
#include "tests/unit/destination/kube_api.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::matrix {
namespace {

using destination::KubeApi;
using http::Method;

constexpr const char* kTokenFile = "/run/token";

class KubernetesSite final : public Site {
 public:
  KubernetesSite() : kube_(KubeApi::get()), token_(kube_.admin().token) {}

  [[nodiscard]] std::string name() const override { return "kubernetes"; }
  [[nodiscard]] std::string server() const override { return kube_.url(); }
  [[nodiscard]] std::string ca_file() const override { return kube_.ca_file(); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const override {
    return {{"JWTKEEP_KUBERNETES_TOKEN_FILE", kTokenFile}};
  }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> files() const override {
    return {{kTokenFile, token_ + "\n"}};
  }
  [[nodiscard]] destination::Address address(const std::string& name, const std::string& through) const override {
    return {.kind = destination::PlaceKind::k8s,
            .scope = "orders",
            .name = name,
            .options = {{"address", through.empty() ? server() : through},
                        {"ca", through.empty() ? ca_file() : http::HttpsServer::get().ca_file()}}};
  }
  [[nodiscard]] std::pair<int, std::string> denial() const override {
    return {403, R"({"kind":"Status","apiVersion":"v1","status":"Failure","message":"secrets \"a\" is forbidden: User )"
                 R"(\"keeper\" cannot get resource \"secrets\" in API group \"\" in the namespace \"orders\"",)"
                 R"("reason":"Forbidden","code":403})"};
  }
  void befall(const std::string& name, Fault fault) override {
    const std::scoped_lock lock(mutex_);
    const auto target = "orders/secrets/" + name;
    if (fault == Fault::another_hand) {
      kube_.ask(Method::patch, target + "?fieldManager=edit", R"({"stringData":{"JWT_SECRET":"supersecret"}})",
                "application/merge-patch+json");
    } else {
      kube_.ask(Method::del, target);  // Kubernetes keeps no versions: its newest is its only one
    }
  }

 private:
  std::mutex mutex_;
  KubeApi& kube_;
  std::string token_;
};

}  // namespace

std::unique_ptr<Site> make_kubernetes_site() { return std::make_unique<KubernetesSite>(); }

}  // namespace jwtkeep::matrix

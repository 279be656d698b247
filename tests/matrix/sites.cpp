#include "tests/matrix/site.hpp"
#include "tests/unit/destination/aws_emulator.hpp"
#include "tests/unit/destination/kube_api.hpp"
#include "tests/unit/destination/openbao.hpp"

namespace jwtkeep::matrix {

std::string_view word(Fault fault) noexcept {
  switch (fault) {
    case Fault::refuses: return "refuses";
    case Fault::times_out: return "times out";
    case Fault::denies: return "denies";
    case Fault::errs: return "errs";
    case Fault::dies: return "dies after a write";
    case Fault::garbage: return "garbage";
    case Fault::untrusted: return "untrusted";
    case Fault::another_hand: return "another hand";
    case Fault::lost_newest: return "lost newest";
  }
  return "";
}

std::vector<std::unique_ptr<Site>> sites(std::vector<std::string>& missing) {
  std::vector<std::unique_ptr<Site>> found;
  const auto take = [&](const std::string& why_not, std::unique_ptr<Site> (*make)()) {
    if (why_not.empty()) {
      found.push_back(make());
    } else {
      missing.push_back(why_not);
    }
  };
  take(destination::OpenBao::why_not(), make_vault_site);
  take("", make_dotenv_site);
  take(destination::AwsEmulator::why_not("moto"), make_aws_site);
  take("", make_azure_site);
  take("", make_jwks_site);
  take(destination::KubeApi::why_not(), make_kubernetes_site);
  take("", make_manifest_site);
  return found;
}

}  // namespace jwtkeep::matrix

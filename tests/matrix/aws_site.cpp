#include <mutex>

#include "tests/matrix/site.hpp"
#include "tests/unit/destination/aws_emulator.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::matrix {
namespace {

using base::Json;
using destination::AwsEmulator;

class AwsSite final : public Site {
 public:
  AwsSite() : aws_(AwsEmulator::get("moto")), user_(aws_.user()) {}

  [[nodiscard]] std::string name() const override { return "aws"; }
  [[nodiscard]] std::string server() const override { return aws_.endpoint(); }
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const override {
    return {{"AWS_ACCESS_KEY_ID", user_.id}, {"AWS_SECRET_ACCESS_KEY", user_.secret}};
  }
  [[nodiscard]] destination::Address address(const std::string& name, const std::string& through) const override {
    destination::Address address{
        .kind = destination::PlaceKind::aws_sm, .scope = "eu-central-1", .name = name, .options = {}};
    address.options["endpoint"] = through.empty() ? server() : through;
    if (!through.empty()) address.options["ca"] = http::HttpsServer::get().ca_file();
    return address;
  }
  [[nodiscard]] std::pair<int, std::string> denial() const override {
    return {400,
            R"({"__type":"AccessDeniedException","Message":"User: arn:aws:iam::123456789012:user/keeper is not )"
            R"(authorized to perform: secretsmanager:GetSecretValue because no identity-based policy allows it"})"};
  }
  void befall(const std::string& name, Fault fault) override {
    const std::scoped_lock lock(mutex_);
    if (fault == Fault::another_hand) {
      const auto put = aws_.other_hand(
          "PutSecretValue",
          Json::object(
              {{"SecretId", name}, {"SecretString", "supersecret"}, {"VersionStages", Json::array({"AWSPENDING"})}}));
      move_current(name, *put.find("is")->find("VersionId")->string());
    } else if (const auto older = version_with(name, "AWSPREVIOUS"); !older.empty()) {
      move_current(name, older);
    } else {
      aws_.other_hand("DeleteSecret", Json::object({{"SecretId", name}}));
    }
  }

 private:
  std::string version_with(const std::string& name, const std::string& stage) {
    for (const auto& [version, stages] : aws_.stages(name)) {
      if (stages.contains(stage)) return version;
    }
    return "";
  }
  void move_current(const std::string& name, const std::string& to) {
    aws_.other_hand("UpdateSecretVersionStage",
                    Json::object({{"SecretId", name},
                                  {"VersionStage", "AWSCURRENT"},
                                  {"MoveToVersionId", to},
                                  {"RemoveFromVersionId", version_with(name, "AWSCURRENT")}}));
  }

  std::mutex mutex_;
  AwsEmulator& aws_;
  destination::AwsKeys user_;
};

}  // namespace

std::unique_ptr<Site> make_aws_site() { return std::make_unique<AwsSite>(); }

}  // namespace jwtkeep::matrix

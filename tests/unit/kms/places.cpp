#include "places.hpp"

#include <map>

namespace jwtkeep::kms {
namespace {

using base::Json;
using destination::AwsEmulator;
using destination::AwsKeys;
using destination::OpenBao;
using http::Method;

void have_transit() {
  static const bool made = [] {
    auto& bao = OpenBao::get();
    bao.must(Method::post, "sys/mounts/transit", R"({"type":"transit"})");
    for (const auto* key : {"jwtkeep", "other"}) bao.must(Method::post, std::string("transit/keys/") + key, "{}");
    return true;
  }();
  (void)made;
}

Place openbao() {
  return {
      .why_not = OpenBao::why_not(),
      .address = [](const std::string& key) { return bao_address(key); },
      .open =
          [](const std::string& address) { return must_open(address, {{"VAULT_TOKEN", OpenBao::get().root_token()}}); },
      .secrets = [] { return std::vector{OpenBao::get().root_token()}; }};
}

Place emulator(const std::string& kind) {
  const auto user = [kind]() -> const AwsKeys& {
    static std::map<std::string, AwsKeys> users;
    auto& aws = AwsEmulator::get(kind);
    if (!users.contains(kind)) users[kind] = kms_user(aws, "");
    return users[kind];
  };
  return {.why_not = AwsEmulator::why_not(kind),
          .address =
              [kind](const std::string& key) {
                static std::map<std::string, std::string> keys;
                auto& aws = AwsEmulator::get(kind);
                if (key != "jwtkeep" && key != "other") return kms_address(aws, "alias/" + key);
                auto& id = keys[kind + key];
                if (id.empty()) id = make_kms_key(aws);
                return kms_address(aws, id);
              },
          .open = [user](const std::string& address) { return must_open(address, aws_variables(user())); },
          .secrets = [user] { return std::vector{user().secret}; },
          // Where AWS says IncorrectKeyException, moto says AccessDeniedException.
          .other_key_says = kind == "moto" ? "permission" : "wrong_master_key"};
}

Place softhsm() {
  return {.why_not = SoftHsm::why_not(),
          .address =
              [](const std::string& key) {
                static const bool made = [] {
                  SoftHsm::get().make_key("other", "02");
                  return true;
                }();
                (void)made;
                return SoftHsm::address(key);
              },
          .open = [](const std::string& address) { return must_open(address, {{"JWTKEEP_PIN", SoftHsm::kPin}}); },
          .secrets = [] { return std::vector<std::string>{SoftHsm::kPin}; }};
}

}  // namespace

const Place& place_of(const std::string& kind) {
  static const std::map<std::string, Place> places{
      {"openbao", openbao()}, {"moto", emulator("moto")}, {"ministack", emulator("ministack")}, {"softhsm", softhsm()}};
  return places.at(kind);
}

std::shared_ptr<store::KeyWrapper> must_open(const std::string& address, destination::Pairs variables) {
  auto opened = open_wrapper(address, destination::surroundings_with(std::move(variables)));
  if (opened) return *std::move(opened);
  ADD_FAILURE() << opened.error().what;
  std::abort();
}

std::string bao_address(const std::string& key, const std::string& options) {
  have_transit();
  auto& bao = OpenBao::get();
  return "vault-transit://transit/" + key + "?address=" + bao.url() + "&ca=" + bao.ca_file() + options;
}

destination::Pairs aws_variables(const AwsKeys& keys) {
  return {{"AWS_ACCESS_KEY_ID", keys.id},
          {"AWS_SECRET_ACCESS_KEY", keys.secret},
          {"AWS_SESSION_TOKEN", keys.token},
          {"AWS_EC2_METADATA_DISABLED", "true"}};
}

AwsKeys kms_user(AwsEmulator& aws, const std::string& denied) {
  const auto statement = [](const char* effect, const std::string& action) {
    return Json::object({{"Effect", effect}, {"Action", "kms:" + action}, {"Resource", "*"}});
  };
  auto statements = Json::array({statement("Allow", "*")});
  if (!denied.empty()) statements.push(statement("Deny", denied));
  return aws.user_with(Json::object({{"Version", "2012-10-17"}, {"Statement", std::move(statements)}}));
}

std::string make_kms_key(AwsEmulator& aws, const std::string& alias) {
  const auto made = aws.other_hand("CreateKey", Json::object(), "kms");
  const auto* is = made.find("is");
  const auto id = is == nullptr ? std::string() : *is->find("KeyMetadata")->find("KeyId")->string();
  EXPECT_FALSE(id.empty()) << base::write_json(made);
  if (!alias.empty()) {
    aws.other_hand("CreateAlias", Json::object({{"AliasName", "alias/" + alias}, {"TargetKeyId", id}}), "kms");
  }
  return id;
}

std::string kms_address(const AwsEmulator& aws, const std::string& key) {
  return "aws-kms://eu-central-1/" + key + "?endpoint=" + aws.endpoint();
}

}  // namespace jwtkeep::kms

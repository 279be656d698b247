// Secrets in a stand-in for a Kubernetes API server, whose server-side apply is Kubernetes' own.
#include "jwtkeep/destination/k8s/place.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "jwtkeep/base/encoding.hpp"
#include "tests/unit/destination/conformance.hpp"
#include "tests/unit/destination/kube_api.hpp"
#include "tests/unit/destination/place_steps.hpp"

namespace jwtkeep::destination {
namespace {

using base::Json;
using base::Reason;
using base::SecretBytes;
using http::Method;

constexpr const char* kTokenFile = "/run/token";

std::unique_ptr<Place> open_place(const std::string& name, const KubeUser& user,
                                  const std::string& name_space = "orders") {
  auto& kube = KubeApi::get();
  return must_open(
      "k8s://" + name_space + "/" + name + "?address=" + kube.url() + "&ca=" + kube.ca_file(),
      {.variables = {{"JWTKEEP_KUBERNETES_TOKEN_FILE", kTokenFile}}, .files = {{kTokenFile, user.token + "\n"}}});
}

/// A Secret's manifest of `{"NAME":"value"}`, in JSON.
std::string secret_of(const std::string& name, std::string_view texts, const std::string& more = "") {
  return R"({"apiVersion":"v1","kind":"Secret","metadata":{"name":")" + name + R"("},"stringData":)" +
         std::string(texts) + more + "}";
}

Candidate candidate() {
  return {.name = "stand_in",
          .open = [](const std::string& name) { return open_place("conformance-" + name, KubeApi::get().admin()); },
          .why_not = KubeApi::why_not(),
          .write_by_another_hand =
              [](const std::string& name, std::string_view text) {
                auto& kube = KubeApi::get();
                const auto whole = "conformance-" + name;
                if (kube.ask(Method::post, "orders/secrets?fieldManager=edit", secret_of(whole, text)).status == 201) {
                  return true;
                }
                const auto patch = R"({"stringData":)" + std::string(text) + "}";
                return kube.ask(Method::patch, "orders/secrets/" + whole + "?fieldManager=edit", patch,
                                "application/merge-patch+json")
                           .status == 200;
              },
          .most_bytes = std::size_t{1} << 20};
}

INSTANTIATE_TEST_SUITE_P(Kubernetes, Conformance, testing::Values(candidate()),
                         [](const auto& each) { return each.param.name; });

class KubePlaceTest : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = KubeApi::why_not(); !why.empty()) GTEST_SKIP() << why;
    kube().fault("none");
    kube().seen();
    name_ = testing::UnitTest::GetInstance()->current_test_info()->name();
    for (char& c : name_) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  void TearDown() override {
    if (KubeApi::why_not().empty()) kube().fault("none");
  }
  static KubeApi& kube() { return KubeApi::get(); }
  std::unique_ptr<Place> open() { return open_place(name_, kube().admin()); }
  Json object() { return kube().ask(Method::get, "orders/secrets/" + name_).body; }
  std::string value(const std::string& key) {
    const auto secret = object();
    const auto* data = secret.find("data");
    const auto* found = data != nullptr ? data->find(key) : nullptr;
    if (found == nullptr) return "(none)";
    const auto bytes = base::base64_decode(*found->string());
    return std::string(base::as_text(*bytes));
  }
  void another_hand(const std::string& patch, const char* manager = "kubectl-edit") {
    EXPECT_EQ(kube()
                  .ask(Method::patch, "orders/secrets/" + name_ + "?fieldManager=" + manager, patch,
                       "application/merge-patch+json")
                  .status,
              200);
  }
  static void expect_seen(const std::string& verbs) {
    const auto seen = kube().seen();
    EXPECT_TRUE(!kube().is_stand_in() || seen == verbs) << seen;
  }
  base::Error refused(const KubeUser& user, const std::string& name_space = "orders") {
    auto place = open_place(name_, user, name_space);
    auto read = place->read();
    if (!read) return read.error();
    const auto written = place->write(ring("mine"), marks(kFirstDigest, 2), *read);
    EXPECT_FALSE(written);
    return written ? base::Error{} : written.error();
  }

  std::string name_;
};

TEST_F(KubePlaceTest, EachVariableIsAKeyAndTheAnnotationsSayWhoseItIs) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest, 7));
  EXPECT_EQ(value("JWT_SECRET"), "one");
  EXPECT_EQ(value("JWT_ALG"), "HS256");
  const auto secret = object();
  EXPECT_EQ(*secret.find("type")->string(), "Opaque");
  EXPECT_EQ(base::write_json(*secret.find("metadata")->find("annotations")),
            R"({"jwtkeep.dev/digest":"0123456789abcdef0123456789abcdef","jwtkeep.dev/keyring":"orders/prod",)"
            R"("jwtkeep.dev/revision":"7","jwtkeep.dev/variables":"JWT_ALG,JWT_SECRET"})");
}

/// What POST made is managed by "Update", of which no apply takes anything away: here it has to.
TEST_F(KubePlaceTest, AKeyThatIsNoLongerWrittenGoes) {
  auto place = open();
  write(*place, SecretBytes::copy_of(R"({"JWT_ISSUER":"a","JWT_SECRET":"one"})"), marks(kFirstDigest, 1));
  EXPECT_EQ(value("JWT_ISSUER"), "a");
  write(*place, ring("two"), marks(kFirstDigest, 2));
  EXPECT_EQ(value("JWT_ISSUER"), "(none)");
  EXPECT_EQ(value("JWT_SECRET"), "two");
  write(*place, SecretBytes::copy_of(R"({"JWT_SECRET":"three"})"), marks(kFirstDigest, 3));
  EXPECT_EQ(value("JWT_ALG"), "(none)");
  EXPECT_TRUE(place->take_notes().empty());
  // The managed fields are jwtkeep's alone, in one entry.
  const auto fields = base::write_json(*object().find("metadata")->find("managedFields"));
  EXPECT_EQ(fields.find(R"("operation":"Update")"), std::string::npos) << fields;
  kube().seen();
  write(*place, ring("four"), marks(kFirstDigest, 4));
  expect_seen(R"(["get","get","patch"])");
}

TEST_F(KubePlaceTest, KeysOfOthersStayAndAreNotLookedAt) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest, 1));
  another_hand(R"({"stringData":{"OTHER":"theirs"},"metadata":{"labels":{"team":"orders"}}})");
  EXPECT_EQ(standing(*place)->text, ring("one"));
  write(*place, ring("two"), marks(kFirstDigest, 2));
  EXPECT_EQ(value("OTHER"), "theirs");
  EXPECT_EQ(standing(*place)->text, ring("two"));
  EXPECT_NE(base::write_json(object()).find(R"("team":"orders")"), std::string::npos);
}

TEST_F(KubePlaceTest, AValueThatAnotherManagerTookIsTakenBackAndTold) {
  auto place = open();
  write(*place, ring("one"), marks(kFirstDigest, 1));
  write(*place, ring("two"), marks(kFirstDigest, 2));
  another_hand(R"({"stringData":{"JWT_SECRET":"by hand"}})");
  EXPECT_EQ(standing(*place)->text, ring("by hand"));
  write(*place, ring("three"), marks(kFirstDigest, 3));
  EXPECT_EQ(value("JWT_SECRET"), "three");
  const auto notes = place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes[0].find("kubectl-edit"), std::string::npos) << notes[0];
  EXPECT_EQ(notes[0].find("by hand"), std::string::npos);
}

TEST_F(KubePlaceTest, ASecretOfAnotherHandIsReadWholeAndWrittenOver) {
  ASSERT_EQ(
      kube()
          .ask(Method::post, "orders/secrets?fieldManager=edit", secret_of(name_, R"({"JWT_SECRET":"theirs","B":"c"})"))
          .status,
      201);
  auto place = open();
  const auto seen = standing(*place);
  ASSERT_TRUE(seen);
  EXPECT_EQ(text_of(seen->text), R"({"B":"c","JWT_SECRET":"theirs"})");
  write(*place, ring("mine"), marks(kFirstDigest, 1));
  EXPECT_EQ(value("JWT_SECRET"), "mine");
  EXPECT_EQ(value("B"), "c");
  EXPECT_EQ(standing(*place)->text, ring("mine"));
}

/// Between the look and each kind of write: it is the server that compares.
TEST_F(KubePlaceTest, AQuickerKeeperIsNotOverwritten) {
  if (!kube().is_stand_in()) GTEST_SKIP() << "Kubernetes itself takes no such commands";
  const auto plain_name = name_;
  for (int writes = 0; writes < 3; ++writes) {
    SCOPED_TRACE(writes);
    name_ = plain_name + std::to_string(writes);
    auto place = open();
    for (int i = 0; i < writes; ++i) write(*place, ring(std::to_string(i)), marks(kFirstDigest, 1));
    const auto over = standing(*place);
    kube().seen();
    kube().fault("race", 2);
    const auto refused = place->write(ring("mine"), marks(kFirstDigest, 2), over);
    kube().fault("none");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::busy) << refused.error().what;
    EXPECT_EQ(kube().seen(), writes == 0 ? R"(["get","create","get"])" : R"(["get","patch","get"])");
    EXPECT_EQ(value("JWT_SECRET"), "by the quicker");
  }
}

/// A writer that dies, or loses an answer, at each of its requests; the same call again goes on from there.
TEST_F(KubePlaceTest, ADeathAtAnyRequestIsMendedByTheSameCall) {
  if (!kube().is_stand_in()) GTEST_SKIP() << "Kubernetes itself takes no such commands";
  const auto plain_name = name_;
  for (const std::string fault : {"dead", "deaf", "lost"}) {
    for (const bool first : {true, false}) {
      for (int at = 1; at <= 4; ++at) {
        SCOPED_TRACE(fault + " at " + std::to_string(at) + (first ? " of the first" : " of the second"));
        name_ = plain_name + fault + (first ? "1" : "2") + std::to_string(at);
        auto place = open();
        if (!first) write(*place, ring("one"), marks(kFirstDigest, 1));
        const auto over = standing(*place);
        kube().fault(fault, at);
        const auto written = place->write(ring("two"), marks(kFirstDigest, 2), over);
        kube().fault("none");
        if (!written) {
          EXPECT_EQ(written.error().reason, Reason::io_failed) << written.error().what;
          EXPECT_NE(fault, "lost") << written.error().what;
        }
        place = open();  // the next run's: this one leaves a server alone that did not answer
        write(*place, ring("two"), marks(kFirstDigest, 2));
        EXPECT_EQ(value("JWT_SECRET"), "two");
        EXPECT_EQ(standing(*place)->text, ring("two"));
      }
    }
  }
}

TEST_F(KubePlaceTest, AMissingPermissionIsNamed) {
  write(*open(), ring("one"), marks(kFirstDigest, 1));
  const auto blind = kube().user("system:serviceaccount:orders:blind", R"(["create","patch"])");
  const auto no_get = refused(blind);
  EXPECT_EQ(no_get.reason, Reason::permission);
  EXPECT_EQ(no_get.what, "no role allows " + blind.name + " this at " + kube().url() +
                             ": it needs the verb \"get\" on secrets in the namespace orders");
  const auto no_patch = refused(kube().user("reader", R"(["get"])"));
  EXPECT_NE(no_patch.what.find("the verb \"patch\" on secrets in the namespace orders"), std::string::npos)
      << no_patch.what;
  name_ += "-new";
  const auto no_create = refused(kube().user("patcher", R"(["get","patch"])"));
  EXPECT_NE(no_create.what.find("the verb \"create\""), std::string::npos) << no_create.what;
  EXPECT_NE(no_create.hint.find("docs/destinations-kubernetes.md"), std::string::npos);
}

TEST_F(KubePlaceTest, AMissingNamespaceIsTold) {
  const auto error = refused(kube().admin(), "nowhere");
  EXPECT_EQ(error.reason, Reason::destination_failed);
  EXPECT_NE(error.what.find("has no namespace nowhere"), std::string::npos) << error.what;
}

TEST_F(KubePlaceTest, AnUnknownTokenIsTold) {
  if (!kube().is_stand_in()) GTEST_SKIP() << "Kubernetes itself takes no such commands";
  auto user = kube().user("late", R"(["*"])");
  kube().revoke(user.token);
  const auto error = refused(user);
  EXPECT_EQ(error.reason, Reason::permission);
  EXPECT_NE(error.what.find("401"), std::string::npos);
  EXPECT_EQ(error.what.find(user.token), std::string::npos);
}

TEST_F(KubePlaceTest, ATokenThatIsRenewedIsReadAnew) {
  if (!kube().is_stand_in()) GTEST_SKIP() << "Kubernetes itself takes no such commands";
  auto& around = kept_surroundings();
  auto first = kube().user("renewed", R"(["*"])");
  around.variables = {{"JWTKEEP_KUBERNETES_TOKEN_FILE", kTokenFile}};
  around.files = {{kTokenFile, first.token}};
  auto place = open_at("k8s://orders/" + name_ + "?address=" + kube().url() + "&ca=" + kube().ca_file(), around);
  ASSERT_TRUE(place);
  EXPECT_TRUE((*place)->read());
  const auto second = kube().user("renewed", R"(["*"])");
  kube().revoke(first.token);
  around.files[kTokenFile] = second.token;
  EXPECT_TRUE((*place)->read());
}

TEST_F(KubePlaceTest, WhatKubernetesNeverChangesIsToldBeforeItIsTried) {
  for (const std::string more : {R"(,"immutable":true)", R"(,"type":"jwtkeep.dev/other")"}) {
    kube().ask(Method::post, "orders/secrets?fieldManager=edit", secret_of(name_, R"({"JWT_SECRET":"theirs"})", more));
    kube().seen();
    const auto error = refused(kube().admin());
    EXPECT_EQ(error.reason, Reason::destination_failed);
    EXPECT_NE(error.what.find("immutable, or of another type"), std::string::npos) << error.what;
    expect_seen(R"(["get","get"])");
    name_ += "-other";
  }
}

TEST_F(KubePlaceTest, PatienceIsAskedForAndWhatIsNoKubernetesIsTold) {
  if (!kube().is_stand_in()) GTEST_SKIP() << "Kubernetes itself takes no such commands";
  auto place = open();
  kube().fault("throttle");
  auto read = place->read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, Reason::busy);
  kube().fault("proxy");
  read = place->read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, Reason::io_failed);
  EXPECT_NE(read.error().what.find("as Kubernetes does"), std::string::npos) << read.error().what;
}

std::string base64(const std::string& text) { return base::base64_encode(base::as_bytes(text)); }

/// kubectl's own settings, with the server's other name and everything within the file.
TEST_F(KubePlaceTest, AClientCertificateAndAnotherServerNameOfAKubeconfig) {
  const auto user = kube().user("certified", R"(["*"])");
  auto url = kube().url();
  const auto host = url.find("127.0.0.1");
  url.replace(host, 9, "localhost");  // which is not in the server's certificate
  auto& around = kept_surroundings();
  const auto config = [&](const std::string& cluster, const std::string& who) {
    return "apiVersion: v1\nkind: Config\ncurrent-context: here\n"
           "clusters:\n- name: kube\n  cluster:\n    server: " +
           url + "\n    certificate-authority-data: " + base64(kube().ca_pem()) + "\n" + cluster +
           "contexts:\n- name: here\n  context:\n    cluster: kube\n    user: me\n    namespace: other\n"
           "users:\n- name: me\n  user:\n" +
           who;
  };
  const auto certificate =
      "    client-certificate-data: " + base64(user.certificate) + "\n    client-key-data: " + base64(user.key) + "\n";
  around.files["/home/orders/.kube/config"] = config("    tls-server-name: kubernetes\n", certificate);
  auto place = open_at("k8s://orders/" + name_, around);
  ASSERT_TRUE(place) << place.error().what;
  write(**place, ring("one"), marks(kFirstDigest, 1));
  EXPECT_EQ(value("JWT_SECRET"), "one");
  EXPECT_TRUE(!kube().is_stand_in() || kube().log().contains("/secrets by certified"));

  around.files["/home/orders/.kube/config"] = config("", certificate);
  place = open_at("k8s://orders/" + name_, around);
  ASSERT_TRUE(place) << place.error().what;
  const auto other_name = (*place)->read();
  ASSERT_FALSE(other_name);
  EXPECT_NE(other_name.error().what.find("certificate"), std::string::npos) << other_name.error().what;

  // Another user's key does not fit the certificate.
  const auto stranger = kube().user("stranger", R"(["*"])");
  around.files["/home/orders/.kube/config"] =
      config("    tls-server-name: kubernetes\n", "    client-certificate-data: " + base64(user.certificate) +
                                                      "\n    client-key-data: " + base64(stranger.key) + "\n");
  place = open_at("k8s://orders/" + name_, around);
  ASSERT_TRUE(place) << place.error().what;
  EXPECT_FALSE((*place)->read());
}

TEST_F(KubePlaceTest, APodsOwnServiceAccount) {
  auto& around = kept_surroundings();
  const auto port = kube().url().substr(kube().url().rfind(':') + 1);
  around.variables = {{"KUBERNETES_SERVICE_HOST", "127.0.0.1"}, {"KUBERNETES_SERVICE_PORT", port}};
  around.files = {{"/var/run/secrets/kubernetes.io/serviceaccount/token", kube().admin().token}};
  // The authority's file is read by the client itself; in a test it is another one.
  auto place = open_at("k8s://orders/" + name_ + "?ca=" + kube().ca_file(), around);
  ASSERT_TRUE(place) << place.error().what;
  write(**place, ring("one"), marks(kFirstDigest, 1));
  EXPECT_EQ(value("JWT_SECRET"), "one");
}

TEST_F(KubePlaceTest, NothingSecretIsLogged) {
  write(*open(), ring("a-secret-of-this-test"), marks(kFirstDigest, 1));
  const auto log = kube().log();
  EXPECT_EQ(log.find("a-secret-of-this-test"), std::string::npos);
  EXPECT_EQ(log.find(base64("a-secret-of-this-test")), std::string::npos);
  EXPECT_EQ(log.find(kube().admin().token), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::destination

// Which cluster is meant, and who one is there.
#include "jwtkeep/destination/k8s/settings.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/k8s/kubeconfig.hpp"
#include "tests/unit/destination/surroundings_with.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;

constexpr const char* kConfig = "/home/tester/.kube/config";
constexpr const char* kAccount = "/var/run/secrets/kubernetes.io/serviceaccount/token";

base::Result<KubeSettings> settings(const std::string& options, Pairs variables, Pairs files) {
  const auto address = Address::parse("k8s://orders/ring" + options, "/");
  EXPECT_TRUE(address) << options;
  return kube_settings(*address, surroundings_with(std::move(variables), std::move(files)));
}

/// `server ca token-file-or-token`, or the error.
std::string chosen(const std::string& options, Pairs variables, Pairs files) {
  const auto found = settings(options, variables, files);
  if (!found) return found.error().what;
  const auto token = kube_token(*found, surroundings_with(variables, files));
  EXPECT_TRUE(token) << token.error().what;
  const auto text = token->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
  return found->server.origin() + " " + (found->ca_pem.empty() ? found->ca_file : found->ca_pem) + " " +
         (text.empty() ? found->identity->certificates : text);
}

std::string config(const std::string& cluster, const std::string& user, const std::string& more = "") {
  return "apiVersion: v1\nkind: Config\ncurrent-context: here\npreferences: {}\nclusters:\n- cluster:\n    server: "
         "https://kube.example:6443\n" +
         cluster + "  name: kube\ncontexts:\n- context: {cluster: kube, user: me, namespace: else}\n  name: here\n" +
         more + "users:\n- name: other\n  user: {token: not-this}\n- name: me\n  user:\n" + user;
}

std::string base64(std::string_view text) { return base::base64_encode(base::as_bytes(text)); }

TEST(KubeSettings, TheFirstPlaceThatNamesAClusterCounts) {
  const Pairs pod{{"KUBERNETES_SERVICE_HOST", "10.0.0.1"}, {"KUBERNETES_SERVICE_PORT", "443"}};
  const Pairs files{{kAccount, "pod-token\n"},
                    {kConfig, config("    certificate-authority: ca.crt\n", "    token: mine\n")}};
  EXPECT_EQ(chosen("", pod, files), "https://10.0.0.1 /var/run/secrets/kubernetes.io/serviceaccount/ca.crt pod-token");
  EXPECT_EQ(chosen("?context=here", pod, files), "https://kube.example:6443 /home/tester/.kube/ca.crt mine");
  EXPECT_EQ(chosen("", {}, files), "https://kube.example:6443 /home/tester/.kube/ca.crt mine");
  EXPECT_EQ(chosen("?address=https://other:1&ca=/x", pod, files), "https://other:1 /x pod-token");
  EXPECT_EQ(chosen("?address=https://other:1&ca=/x", {}, {files[1]}), "https://other:1 /x mine");
  EXPECT_EQ(chosen("?context=here&address=https://other:1&ca=/x", pod, files), "https://other:1 /x mine");
  Pairs named = pod;
  named.emplace_back("JWTKEEP_KUBERNETES_TOKEN_FILE", "/run/t");
  EXPECT_EQ(chosen("?address=https://other:1", named, {{"/run/t", " projected "}}), "https://other:1  projected");
  EXPECT_EQ(chosen("", {{"KUBERNETES_SERVICE_HOST", "fd00::1"}, {"KUBERNETES_SERVICE_PORT", "6443"}}, files),
            "https://[fd00::1]:6443 /var/run/secrets/kubernetes.io/serviceaccount/ca.crt pod-token");
}

TEST(KubeSettings, WhatAUserCanShow) {
  const auto with = [](const std::string& user, Pairs more = {}) {
    more.emplace_back(kConfig, config("    certificate-authority-data: " + base64("CA") + "\n", user));
    return chosen("", {}, std::move(more));
  };
  EXPECT_EQ(with("    token: a.b-c\n"), "https://kube.example:6443 CA a.b-c");
  EXPECT_EQ(with("    token: not-this\n    tokenFile: t\n", {{"/home/tester/.kube/t", "of-file\n"}}),
            "https://kube.example:6443 CA of-file");
  EXPECT_EQ(with("    client-certificate-data: " + base64("CERT") + "\n    client-key-data: " + base64("KEY") + "\n"),
            "https://kube.example:6443 CA CERT");
  EXPECT_EQ(with("    client-certificate: /c\n    client-key: k\n", {{"/c", "CERT"}, {"/home/tester/.kube/k", "KEY"}}),
            "https://kube.example:6443 CA CERT");
  // One file for both, as many tools write it: the key stays in guarded memory alone.
  const std::string certificate = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n";
  const std::string key = "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0\n-----END EC PRIVATE KEY-----\n";
  const std::string both = "    client-certificate: both.pem\n    client-key: both.pem\n";
  for (const auto& text : {key + certificate, certificate + key, certificate + key.substr(0, key.size() - 9)}) {
    const auto shown = with(both, {{"/home/tester/.kube/both.pem", text}});
    EXPECT_NE(shown.find(certificate.substr(0, certificate.size() - 1)), std::string::npos) << shown;
    EXPECT_EQ(shown.find("c2VjcmV0"), std::string::npos);
  }
}

TEST(KubeSettings, WhatIsNotDoneIsRefusedWithItsReason) {
  const auto with = [](const std::string& cluster, const std::string& user) {
    return settings("", {}, {{kConfig, config(cluster, user)}});
  };
  struct Case {
    std::string cluster;
    std::string user;
    const char* says;
  };
  const std::string token = "    token: t\n";
  for (const auto& [cluster, user, says] : {
           Case{"    insecure-skip-tls-verify: true\n", token, "insecure-skip-tls-verify"},
           Case{"    proxy-url: http://p\n", token, "proxy"},
           Case{"    tls-server-name: 10.0.0.1\n", token, "tls-server-name"},
           Case{"    certificate-authority-data: '?'\n", token, "is not base64"},
           Case{"", "    exec: {command: aws-iam-authenticator}\n", "runs a program"},
           Case{"", "    auth-provider: {name: gcp}\n", "auth-provider"},
           Case{"", "    username: u\n    password: sup3rsecret\n", "password"},
           Case{"", token + "    as: root\n", "another user's name"},
           Case{"", token + "    as-groups: [a]\n", "another user's name"},
           Case{"", "    client-key-data: S0VZ\n", "has a client key and no certificate"},
           Case{"", "    client-certificate-data: QQ==\n    client-key-data: " + base64("-- ENCRYPTED --") + "\n",
                "is encrypted"},
           Case{"", "    {}\n", "nothing to show"},
       }) {
    const auto refused = with(cluster, user);
    ASSERT_FALSE(refused) << says;
    EXPECT_NE(refused.error().what.find(says), std::string::npos) << refused.error().what;
    EXPECT_EQ(refused.error().what.find("sup3rsecret"), std::string::npos);
  }
  const auto exec = with("", "    exec: {command: a}\n");
  EXPECT_NE(exec.error().hint.find("kubectl create token"), std::string::npos) << exec.error().hint;
  const auto told = settings("", {{"JWTKEEP_KUBERNETES_TOKEN_FILE", "/run/token"}},
                             {{kConfig, config("", "    exec: {command: a}\n")}, {"/run/token", "t"}});
  ASSERT_TRUE(told) << "whoever does as the hint says gets in: " << told.error().what;
  EXPECT_EQ(told->token_file, "/run/token");
  EXPECT_TRUE(with("    insecure-skip-tls-verify: false\n", token));
}

TEST(KubeSettings, SeveralFilesAreOne) {
  const Pairs variables{{"KUBECONFIG", "/a/one:/missing:/b/two"}};
  const Pairs files{{"/a/one", "users: [{name: me, user: {token: first}}]\n"},
                    {"/b/two", config("    certificate-authority: ca\n", "    token: second\n")}};
  EXPECT_EQ(chosen("", variables, files), "https://kube.example:6443 /b/ca first");
  EXPECT_NE(chosen("?context=gone", variables, files).find("has no context called gone"), std::string::npos);
}

TEST(KubeSettings, WhatIsMissingIsTold) {
  const auto none = settings("", {}, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason, Reason::bad_value);
  EXPECT_NE(none.error().hint.find("?manifest=PATH"), std::string::npos);
  const auto nobody = settings("?address=https://kube.example", {}, {});
  ASSERT_FALSE(nobody);
  EXPECT_NE(nobody.error().hint.find("JWTKEEP_KUBERNETES_TOKEN_FILE"), std::string::npos);
  EXPECT_FALSE(settings("?address=http://127.0.0.1:8001", {}, {{kAccount, "t"}}));
  const auto broken = settings("", {}, {{kConfig, "users:\n  - {token: sup3rsecret\n"}});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().reason, Reason::malformed);
  EXPECT_EQ(broken.error().what.find("sup3rsecret"), std::string::npos) << broken.error().what;
}

}  // namespace
}  // namespace jwtkeep::destination

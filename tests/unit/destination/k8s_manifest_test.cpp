// Manifests of Secrets as files: written, read back, and edited by others.
#include "jwtkeep/destination/k8s/manifest.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/destination/k8s/manifest_place.hpp"
#include "jwtkeep/destination/opener.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/servers/scratch_folder.hpp"
#include "tests/unit/destination/conformance.hpp"
#include "tests/unit/destination/surroundings_with.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;

std::string path_of(const std::string& name) { return (servers::scratch_folder("k8s-manifest") / name).string(); }

void put(const std::string& name, std::string_view text) { std::ofstream(path_of(name), std::ios::trunc) << text; }

std::string got(const std::string& name) { return servers::content_of(path_of(name)); }

std::string by_hand(std::string_view data, const std::string& metadata = "name: ring, namespace: orders",
                    const std::string& more = "") {
  return "# by hand\napiVersion: v1\nkind: Secret\nmetadata: {" + metadata + "}\n" + more +
         "stringData: " + std::string(data) + "\n";
}

std::unique_ptr<ManifestPlace> open(const std::string& name) {
  return std::make_unique<ManifestPlace>(path_of(name), "orders", "ring");
}

INSTANTIATE_TEST_SUITE_P(Kubernetes, Conformance,
                         testing::Values(Candidate{
                             .name = "manifest",
                             .open = [](const std::string& name) -> std::unique_ptr<Place> { return open(name); },
                             .write_by_another_hand =
                                 [](const std::string& name, std::string_view text) {
                                   put(name, by_hand(text));
                                   return true;
                                 },
                             .most_bytes = 400'000}),
                         [](const auto& each) { return each.param.name; });

const SecretBytes& ring() {
  static const auto text = SecretBytes::copy_of(std::string_view(R"({"JWT_ALG":"HS256","JWT_SECRET":"one"})"));
  return text;
}
Marks marks() { return {"orders/prod", 3, "0123456789abcdef0123456789abcdef"}; }

TEST(K8sManifest, IsForItsOwnerAloneAndAsKubectlTakesIt) {
  auto place = open("whole");
  ASSERT_TRUE(place->write(ring(), marks(), std::nullopt));
  EXPECT_EQ(got("whole"),
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"ring\"\n  namespace: \"orders\"\n  annotations:\n"
            "    \"jwtkeep.dev/digest\": \"0123456789abcdef0123456789abcdef\"\n"
            "    \"jwtkeep.dev/keyring\": \"orders/prod\"\n    \"jwtkeep.dev/revision\": \"3\"\n"
            "    \"jwtkeep.dev/variables\": \"JWT_ALG,JWT_SECRET\"\n"
            "type: Opaque\ndata:\n  JWT_ALG: \"SFMyNTY=\"\n  JWT_SECRET: \"b25l\"\n");
  struct stat found{};
  ASSERT_EQ(::stat(path_of("whole").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
}

TEST(K8sManifest, LabelsAndAnnotationsOfOthersStay) {
  put("labelled",
      by_hand("{JWT_SECRET: theirs}",
              R"(name: ring, labels: {app: orders, "a b": "x\"\u00e9\N\U0001F600\n"}, annotations: {note: 'it''s', )"
              R"(jwtkeep.dev/old: x, kubectl.kubernetes.io/last-applied-configuration: "{...}"})"));
  auto place = open("labelled");
  const auto over = place->read();
  ASSERT_TRUE(over && *over) << over.error().what;
  ASSERT_TRUE(place->write(ring(), marks(), *over));
  const auto text = got("labelled");
  EXPECT_NE(
      text.find(
          "  labels:\n    \"app\": \"orders\"\n    \"a b\": \"x\\\"\\U000000E9\\U00000085\\U0001F600\\U0000000A\"\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find("    \"note\": \"it's\"\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("last-applied"), std::string::npos);
  EXPECT_EQ(text.find("jwtkeep.dev/old"), std::string::npos);
  // And once more, over what it wrote itself.
  const auto again = place->read();
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->text, ring());
  ASSERT_TRUE(place->write(ring(), marks(), *again));
  EXPECT_EQ(got("labelled"), text);
}

TEST(K8sManifest, ValuesOfAllForms) {
  put("forms",
      "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"ring\"},\n"
      "\"data\":{\"A\":\"/w==\",\"B\":\"\",\"C\":\"eA==\",\"E\":null},\"stringData\":{\"C\":\"y\",\"D\":\"1\"}}");
  const auto read = open("forms")->read();
  ASSERT_TRUE(read && *read) << read.error().what;
  EXPECT_EQ(text_of((*read)->text), R"({"A":"/w==","B":"","C":"y","D":"1","E":""})");
}

TEST(K8sManifest, WhatIsNoSuchManifestIsNotOverwritten) {
  const auto secret = by_hand("{A: b}");
  for (const auto& text : std::vector<std::string>{
           std::string("JWT_SECRET=supersecretvalue\n"),
           std::string(),
           std::string("[]"),
           std::string("a: b"),
           secret + "---\n" + secret,
           by_hand("{A: b}", "name: other"),
           by_hand("{A: b}", "name: ring, namespace: default"),
           by_hand("{A: b}", "name: ring, finalizers: [x]"),
           by_hand("{A: b}", "name: ring", "immutable: true\n"),
           by_hand("{A: b}", "name: ring", "type: kubernetes.io/tls\n"),
           by_hand("{A: {b: c}}"),
           by_hand("[A]"),
           by_hand("{A: b}", "name: ring", "data: {A: '?'}\n"),
           by_hand("{A: &x b, B: *x}"),
           std::string("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ring}\ndata: {A: b}\n"),
       }) {
    put("foreign", text);
    auto place = open("foreign");
    const auto read = place->read();
    ASSERT_FALSE(read) << text;
    EXPECT_TRUE(read.error().reason == Reason::destination_failed || read.error().reason == Reason::malformed);
    EXPECT_EQ(read.error().what.find("supersecret"), std::string::npos) << read.error().what;
    EXPECT_FALSE(place->write(ring(), marks(), std::nullopt)) << text;
    EXPECT_EQ(got("foreign"), text);
  }
}

TEST(K8sManifest, AnAddressNamesTheManifestsFileAlone) {
  Opener opener(surroundings_with({}), std::make_shared<Paces>(0));
  const auto opened = [&](const std::string& text) {
    const auto address = Address::parse(text, "/srv/orders");
    EXPECT_TRUE(address) << text;
    return opener.open(*address);
  };
  EXPECT_EQ(Address::parse("k8s://orders/ring?manifest=ring.yaml", "/srv/orders")->text(),
            "k8s://orders/ring?manifest=/srv/orders/ring.yaml");
  EXPECT_TRUE(opened("k8s://orders/ring.v1?manifest=ring.yaml"));
  EXPECT_FALSE(opened("k8s://orders/ring?manifest=ring.yaml&address=https://kube.example"));
  for (const char* bad : {"k8s://Orders/ring?manifest=a", "k8s://orders/Ring?manifest=a",
                          "k8s://orders/ring-?manifest=a", "k8s://orders-/ring?manifest=a"}) {
    const auto refused = opened(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().reason, Reason::bad_value);
  }
}

}  // namespace
}  // namespace jwtkeep::destination

#include "jwtkeep/kms/pkcs11/uri.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/kms/open_wrapper.hpp"

namespace jwtkeep::kms {
namespace {

using base::Reason;

TEST(Pkcs11Uri, ReadsWhatRfc7512Writes) {
  const auto uri = Pkcs11Uri::parse(
      "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;model=1.0;serial=0042;"
      "object=my-key;id=%69%95%3e%5c%f4%bd%ec%91;type=secret-key;slot-id=327?module-path=/usr/lib/m.so&pin-source=file:"
      "/etc/token_pin");
  ASSERT_TRUE(uri) << uri.error().what;
  EXPECT_EQ(uri->token, "The Software PKCS#11 Softtoken");
  EXPECT_EQ(uri->manufacturer, "Snake Oil, Inc.");
  EXPECT_EQ(uri->model, "1.0");
  EXPECT_EQ(uri->serial, "0042");
  EXPECT_EQ(uri->object, "my-key");
  EXPECT_EQ(uri->id, (base::Bytes{0x69, 0x95, 0x3e, 0x5c, 0xf4, 0xbd, 0xec, 0x91}));
  EXPECT_EQ(uri->slot_id, 327U);
  EXPECT_EQ(uri->module_path, "/usr/lib/m.so");
  EXPECT_EQ(uri->pin_source, "/etc/token_pin");
  EXPECT_EQ(*Pkcs11Uri::parse(uri->text()), *uri);
  EXPECT_EQ(Pkcs11Uri::parse("pkcs11:object=a?pin-source=file:///run/pin")->pin_source, "/run/pin");
  EXPECT_EQ(Pkcs11Uri::parse("pkcs11:object=a?pin-source=/run/pin")->pin_source, "/run/pin");
  EXPECT_EQ(Pkcs11Uri::parse("pkcs11:id=%00%ff")->text(), "pkcs11:id=%00%FF");
}

TEST(Pkcs11Uri, NoPinStandsInOne) {
  const auto refused = Pkcs11Uri::parse("pkcs11:what?pin-value=4711");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().hint.find("JWTKEEP_PIN"), std::string::npos);
  EXPECT_EQ((refused.error().what + refused.error().hint).find("4711"), std::string::npos);
}

TEST(Pkcs11Uri, RefusesWhatItCannotMean) {
  for (const auto* text : {"",
                           "pkcs11",
                           "pkcs11:",
                           "PKCS11:object=a",
                           "pkcs11:token=a",
                           "pkcs11:object",
                           "pkcs11:object=",
                           "pkcs11:object=a;",
                           "pkcs11:object=a;object=b",
                           "pkcs11:object=a;type=private",
                           "pkcs11:object=a;library-version=1",
                           "pkcs11:object=a;slot-manufacturer=x",
                           "pkcs11:object=a;x-vendor=1",
                           "pkcs11:object=a?module-name=softhsm",
                           "pkcs11:object=a?module-path=lib.so",
                           "pkcs11:object=a?pin-source=|cat%20/pin",
                           "pkcs11:object=a?pin-source=pin",
                           "pkcs11:object=a?pin-source=file://host/pin",
                           "pkcs11:object=%4",
                           "pkcs11:object=%zz",
                           "pkcs11:object=a%0a",
                           "pkcs11:object=a b",
                           "pkcs11:object=a'b\"",
                           "pkcs11:object=a;slot-id=-1",
                           "pkcs11:object=a;slot-id=1x",
                           "pkcs11:object=a;slot-id=99999999999999999999999",
                           "pkcs11:token=12345678901234567890123456789012x;object=a",
                           "pkcs11:object=a?module-path=/a&module-path=/b"}) {
    const auto uri = Pkcs11Uri::parse(text);
    if (std::string_view(text) == "pkcs11:object=a;") {
      EXPECT_TRUE(uri) << "RFC 7512 allows nothing after it, and nothing is meant by it";
      continue;
    }
    ASSERT_FALSE(uri) << text;
    EXPECT_EQ(uri.error().reason, Reason::bad_value) << text;
    EXPECT_FALSE(uri.error().hint.empty()) << text;
  }
}

TEST(MasterKeyAddress, AreThreeKindsAndNoPlacesForKeyrings) {
  for (const auto* text : {"vault-transit://transit/a", "aws-kms://eu-central-1/alias/a", "pkcs11:object=a"}) {
    EXPECT_TRUE(is_address(text));
    EXPECT_EQ(*canonical_address(text), text);
    EXPECT_FALSE(destination::Address::parse(text, "/")) << "no keyring is synced there";
  }
  EXPECT_EQ(*canonical_address("aws-kms://eu-central-1/arn:aws:kms:eu-central-1:111122223333:key/1234abcd"),
            "aws-kms://eu-central-1/arn:aws:kms:eu-central-1:111122223333:key/1234abcd");
  EXPECT_EQ(*canonical_address("vault-transit://team/transit/a?role=b&ca=/x y"),
            "vault-transit://team/transit/a?ca=/x%20y&role=b");
  for (const auto* text : {"vault://secret/a", "dotenv:/x", "vault-transit://a", "vault-transit://a/b?token=c",
                           "aws-kms://eu-central-1/", "aws-kms://eu-central-1/a'b", "keyfile:/a", ""}) {
    EXPECT_FALSE(canonical_address(text)) << text;
  }
}

}  // namespace
}  // namespace jwtkeep::kms

#include "jwtkeep/http/ip_address.hpp"

#include <gtest/gtest.h>

namespace jwtkeep::http {
namespace {

bool is_public(const char* text) {
  const auto address = parse_ip_address(text);
  EXPECT_TRUE(address) << text;
  return address && why_not_public(*address).empty();
}

// IANA's special-purpose address registries: the first and last address of each range, and their neighbours outside.
TEST(IpAddress, KnowsThePublicInternetV4) {
  for (const char* text :
       {"0.0.0.0",    "0.255.255.255",   "10.0.0.0",     "10.255.255.255",  "100.64.0.0",  "100.127.255.255",
        "127.0.0.1",  "127.255.255.255", "169.254.0.0",  "169.254.169.254", "172.16.0.0",  "172.31.255.255",
        "192.0.0.0",  "192.0.0.255",     "192.0.2.1",    "192.88.99.1",     "192.168.0.0", "192.168.255.255",
        "198.18.0.0", "198.19.255.255",  "198.51.100.7", "203.0.113.255",   "224.0.0.0",   "239.255.255.255",
        "240.0.0.0",  "255.255.255.255"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
  for (const char* text :
       {"1.0.0.0",      "9.255.255.255",   "11.0.0.0",    "100.63.255.255",  "100.128.0.0", "126.255.255.255",
        "128.0.0.0",    "169.253.255.255", "169.255.0.0", "172.15.255.255",  "172.32.0.0",  "192.0.1.0",
        "192.0.3.0",    "192.167.255.255", "192.169.0.0", "198.17.255.255",  "198.20.0.0",  "198.51.99.255",
        "198.51.101.0", "203.0.112.255",   "203.0.114.0", "223.255.255.255", "8.8.8.8"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
}

TEST(IpAddress, KnowsThePublicInternetV6) {
  for (const char* text : {"::",
                           "::1",
                           "::2",
                           "::ffff:10.0.0.1",
                           "::ffff:127.0.0.1",
                           "::127.0.0.1",
                           "::8.8.8.8",
                           "64:ff9b::10.0.0.1",
                           "64:ff9b::127.0.0.1",
                           "64:ff9b:1::8.8.8.8",
                           "100::1",
                           "2001::1",
                           "2001:1ff:ffff::",
                           "2001:db8::1",
                           "2002:7f00:1::",
                           "2002:808:808::1",
                           "3fff::1",
                           "3fff:fff::1",
                           "4000::1",
                           "5f00::1",
                           "fc00::1",
                           "fd12:3456::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
  for (const char* text : {"2000::1", "2001:200::1", "2001:4860:4860::8888", "2001:db7::1", "2001:db9::1", "2003::1",
                           "2606:4700::1111", "3ffe::1", "3fff:1000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
}

TEST(IpAddress, KnowsItsOwnMachine) {
  for (const char* text : {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(is_loopback(*parse_ip_address(text))) << text;
  }
  for (const char* text : {"128.0.0.1", "::2", "10.0.0.1", "64:ff9b::127.0.0.1", "::ffff:10.0.0.1"}) {
    EXPECT_FALSE(is_loopback(*parse_ip_address(text))) << text;
  }
}

TEST(IpAddress, HasOneText) {
  EXPECT_EQ(parse_ip_address("2001:DB8:0:0::1")->text(), "2001:db8::1");
  EXPECT_EQ(parse_ip_address("192.168.1.1")->text(), "192.168.1.1");
  for (const char* text : {"", "1.2.3", "01.2.3.4", "1.2.3.4 ", "[::1]", "::1%lo", "1:2", "1.2.3.4.5", "0x7f.0.0.1"}) {
    EXPECT_FALSE(parse_ip_address(text)) << text;
  }
}

}  // namespace
}  // namespace jwtkeep::http

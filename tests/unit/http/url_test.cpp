#include "jwtkeep/http/url.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace jwtkeep::http {
namespace {

std::string read(std::string_view text) {
  const auto url = Url::parse(text);
  return url ? url->text() : "refused";
}

TEST(Url, IsReadAndWrittenInOneWay) {
  const std::vector<std::pair<const char*, const char*>> cases{
      {"https://keys.example/jwks.json", "https://keys.example/jwks.json"},
      {"HTTPS://Keys.EXAMPLE", "https://keys.example/"},
      {"https://keys.example:443/", "https://keys.example/"},
      {"https://keys.example:8443?a=b", "https://keys.example:8443/?a=b"},
      {"http://127.0.0.1:80/x", "http://127.0.0.1/x"},
      {"https://[2001:DB8::0:1]:444/", "https://[2001:db8::1]:444/"},
      {"https://[::ffff:10.0.0.1]/", "https://[::ffff:10.0.0.1]/"},
      {"https://xn--bcher-kva.example/%7Ea/../b", "https://xn--bcher-kva.example/%7Ea/../b"},
      {"https://under_score.internal/", "https://under_score.internal/"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(read(text), expected) << text;
}

TEST(Url, HasParts) {
  const auto url = Url::parse("https://[::1]:8443/a?secret=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host(), "::1");
  EXPECT_TRUE(url->host_is_address());
  EXPECT_EQ(url->port(), 8443);
  EXPECT_EQ(url->target(), "/a?secret=1");
  EXPECT_EQ(url->origin(), "https://[::1]:8443");
  EXPECT_EQ(url->shown(), "https://[::1]:8443/a");
  EXPECT_FALSE(Url::parse("https://a.example/")->host_is_address());
}

TEST(Url, RefusesWhatParsersReadDifferently) {
  for (const char* text : {"",
                           "https:",
                           "https://",
                           "https:///path",
                           "ftp://a.example/",
                           "file:///etc/passwd",
                           "//a.example/",
                           "a.example",
                           "/jwks",
                           "https:/a.example",
                           "https:\\\\a.example",
                           "https://user@a.example/",
                           "https://user:pass@a.example/",
                           "https://a.example@b.example/",
                           "https://a.example#b",
                           "https://a.example/#",
                           "https://a.example\\@b.example/",
                           "https://a.example /",
                           " https://a.example/",
                           "https://a.example/\n",
                           "https://a.example/\t",
                           "https://b\xc3\xbc"
                           "cher.example/",
                           "https://a%2eexample/",
                           "https://a.example/%",
                           "https://a.example/%4",
                           "https://a.example/%zz",
                           "https://a.example:/",
                           "https://a.example:0/",
                           "https://a.example:065/",
                           "https://a.example:65536/",
                           "https://a.example:+80/",
                           "https://a.example:80:80/",
                           "https://a..example/",
                           "https://.example/",
                           "https://a.example./",
                           "https://-a.example/",
                           "https://a-.example/",
                           "https://[::1/",
                           "https://::1/",
                           "https://[]/",
                           "https://[127.0.0.1]/",
                           "https://[fe80::1%25eth0]/",
                           "https://[::1]a/",
                           "https://[::1]]/"}) {
    EXPECT_EQ(read(text), "refused") << text;
  }
}

TEST(Url, RefusesAddressesInDisguise) {
  // All of these are 127.0.0.1 to inet_aton, and to many an HTTP library.
  for (const char* host : {"127.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.0.0.01", "127.0.0.0x1",
                           "foo.0x1", "1.2.3.4.5", "256.0.0.1"}) {
    EXPECT_EQ(read("https://" + std::string(host) + "/"), "refused") << host;
  }
}

TEST(Url, BoundsItsParts) {
  const std::string label(63, 'a');
  EXPECT_NE(read("https://" + label + ".example/"), "refused");
  EXPECT_EQ(read("https://" + label + "a.example/"), "refused");
  EXPECT_EQ(read("https://" + label + "." + label + "." + label + "." + label + ".example/"), "refused");
  EXPECT_EQ(read("https://a.example/" + std::string(2048, 'a')), "refused");
}

TEST(Url, ResolvesALocation) {
  // RFC 3986 section 5.4, less what needs dot segments.
  const auto base = Url::parse("http://a/b/c/d;p?q").value();
  const std::vector<std::pair<const char*, const char*>> cases{
      {"g", "http://a/b/c/g"},      {"g/", "http://a/b/c/g/"},           {"/g", "http://a/g"},
      {"//g", "http://g/"},         {"?y", "http://a/b/c/d;p?y"},        {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"}, {"g#s", "http://a/b/c/g"},           {";x", "http://a/b/c/;x"},
      {"", "http://a/b/c/d;p?q"},   {"g?y/./x", "http://a/b/c/g?y/./x"}, {"https://b.example/x", "https://b.example/x"},
  };
  for (const auto& [location, expected] : cases) {
    const auto url = base.resolve(location);
    EXPECT_EQ(url ? url->text() : "refused", expected) << location;
  }
  for (const char* refused : {"g:h", "javascript:alert(1)", "file:///etc/passwd", "//user@a/", "/a b", "///a"}) {
    EXPECT_FALSE(base.resolve(refused)) << refused;
  }
}

TEST(Url, KnowsItsOrigin) {
  const auto same = [](const char* a, const char* b) {
    return same_origin(Url::parse(a).value(), Url::parse(b).value());
  };
  EXPECT_TRUE(same("https://a.example/x", "https://A.example:443/y?z"));
  EXPECT_FALSE(same("https://a.example/", "http://a.example/"));
  EXPECT_FALSE(same("https://a.example/", "http://a.example:443/"));
  EXPECT_FALSE(same("https://a.example/", "https://a.example:444/"));
  EXPECT_FALSE(same("https://a.example/", "https://b.a.example/"));
}

TEST(Url, ShowsNoQueryWhenItRefuses) {
  EXPECT_EQ(Url::parse("https://a.example/?token=s3cret#x").error().what.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::http

// Requests out of bytes. Beast reads what is taken here as well, and the same; what it takes and we do not is listed.
#include "jwtkeep/web/request_reader.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "tests/unit/web/two_readers.hpp"

namespace jwtkeep::web {
namespace {

constexpr const char* kGet = "GET /a?b=c HTTP/1.1\r\nHost: h\r\nX-Y:  z \t\r\nEmpty:\r\n\r\n";
constexpr const char* kPost = "POST /p HTTP/1.1\r\nHost: h:80\r\nContent-Length: 5\r\n\r\nhello";
constexpr const char* kChunks =
    "POST /p HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nhe\r\n3;x=\"y\"\r\nllo\r\n0\r\nTrailer: "
    "t\r\n\r\n";

TEST(RequestReader, ReadsWhateverThePieces) {
  for (const char* text : {kGet, kPost, kChunks}) {
    const auto bytes = std::string(text);
    for (const std::size_t at_once : {1UL, 2UL, 7UL, 1000UL}) {
      const auto ours = read(bytes + "GET /next", at_once);
      ASSERT_EQ(ours.state, State::whole) << text << at_once;
      EXPECT_EQ(ours.left, "GET /next");
      const auto theirs = beast_read(bytes);
      ASSERT_TRUE(theirs.taken) << text;
      EXPECT_EQ(ours.method, theirs.method);
      EXPECT_EQ(ours.target, theirs.target);
      EXPECT_EQ(ours.body, theirs.body);
    }
  }
  EXPECT_EQ(read(kGet).fields, beast_read(kGet).fields);
  EXPECT_EQ(read(kChunks).body, "hello");
}

TEST(RequestReader, WaitsForTheRest) {
  EXPECT_EQ(read("").state, State::idle);
  const std::string whole = kChunks;
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto state = read(whole.substr(0, size)).state;
    EXPECT_TRUE(state == State::head || state == State::body) << size;
  }
}

struct Form {
  const char* what;
  const char* bytes;
  int status;
  bool beast_takes;  ///< 1.81, so that it is known why this reader is not its parser
};

/// Forms with which two servers in a row are set at odds. A request that is refused ends the connection.
const std::vector<Form>& forms() {
  static const std::vector<Form> all{
      {"a folded line", "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400, true},
      {"a folded first line", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400, false},
      {"a line feed alone in the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", 400, false},
      {"a line feed alone behind a field", "GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n", 400, false},
      {"a head that line feeds end", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400, false},
      {"a carriage return alone", "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n", 400, false},
      {"a space before the colon", "GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400, false},
      {"a tab before the colon", "GET / HTTP/1.1\r\nHost: h\r\nA\t: b\r\n\r\n", 400, false},
      {"no colon", "GET / HTTP/1.1\r\nHost: h\r\nA b\r\n\r\n", 400, false},
      {"no name", "GET / HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n", 400, false},
      {"a control character in a value", "GET / HTTP/1.1\r\nHost: h\r\nA: b\x01\r\n\r\n", 400, false},
      {"no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", 400, true},
      {"two Hosts", "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400, true},
      {"an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, true},
      {"a Host with a path", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400, true},
      {"a Host with a user", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400, true},
      {"two Hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, true},
      {"another host in the target", "GET http://evil/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"a user in the target", "GET http://u@h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"another scheme", "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"a target that is no path", "GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"a fragment", "GET /#x HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400, false},
      {"a space in the target", "GET /a b HTTP/1.1\r\nHost: h\r\n\r\n", 400, false},
      {"a space behind the version", "GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400, false},
      {"an empty line in front", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", 400, false},
      {"a traversal", "GET /../x HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"an asterisk for GET", "GET * HTTP/1.1\r\nHost: h\r\n\r\n", 400, true},
      {"no version", "GET /\r\nHost: h\r\n\r\n", 400, false},
      {"another protocol", "GET / ICY/1.1\r\nHost: h\r\n\r\n", 400, false},
      {"lengths that differ", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400,
       false},
      {"the same length twice", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
       400, true},
      {"a list of lengths", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5, 5\r\n\r\nhello", 400, true},
      {"a negative length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -5\r\n\r\nhello", 400, false},
      {"a length with a sign", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\nhello", 400, false},
      {"a length in hex", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\nhello", 400, false},
      {"an empty length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", 400, false},
      {"a length beyond all", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551621\r\n\r\nhello", 400,
       false},
      {"a length above the limit", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999\r\n\r\nhello", 413, false},
      {"length and chunked",
       "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, false},
      {"chunked and length",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400, false},
      {"length 0 and chunked",
       "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, false},
      {"chunked twice", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400,
       true},
      {"two codings' fields",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
       false},
      {"a coding behind chunked", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
       501, true},
      {"a coding in front of chunked",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, true},
      {"an unknown coding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501, true},
      {"identity", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n", 501, true},
      {"an empty coding", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\r\n", 400, true},
      {"chunked in HTTP/1.0", "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, true},
      {"a Connection that is no list of words", "GET / HTTP/1.1\r\nHost: h\r\nConnection: keep-al]ve\r\n\r\n", 400,
       false},
      {"a word of Connection with a space", "GET / HTTP/1.1\r\nHost: h\r\nConnection: close now\r\n\r\n", 400, false},
      {"HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, false},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: h\r\n\r\n", 505, false},
      {"a proxy's method", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", 501, true},
      {"another expectation", "GET / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\n\r\n", 417, true},
      {"TLS on a plain port", "\x16\x03\x01\x02", 400, false},
      {"a chunk's line feed alone",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400, false},
      {"a line feed within an extension",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;\nx\r\nhello\r\n0\r\n\r\n", 400, false},
      {"a chunk longer than its size",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhello\r\n0\r\n\r\n", 400, false},
      {"a size in 0x", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", 400,
       false},
      {"a size with a sign", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
       400, false},
      {"a size with a space",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n", 400, false},
      {"an empty size", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\r\nhello\r\n0\r\n\r\n", 400,
       false},
      {"a size beyond all",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000005\r\nhello\r\n0\r\n\r\n", 400,
       false},
      {"a chunk above the limit", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\nhello",
       413, false},
      {"an extension that is none",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=`y\"\r\nhello\r\n0\r\n\r\n", 400, false},
      {"an extension's text without its end",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=\"y\\\"\r\nhello\r\n0\r\n\r\n", 400, false},
      {"a trailer that is none",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nGET / HTTP/1.1\r\n\r\n", 400, false},
      {"a trailer with a length",
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nContent-LENGTH: 5\r\n\r\nhello", 400,
       false},
      {"a folded trailer", "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n c\r\n\r\n",
       400, true},
  };
  return all;
}

TEST(RequestReader, RefusesFormsOfSmuggling) {
  for (const auto& form : forms()) {
    for (const std::size_t at_once : {1UL, 1000UL})
      EXPECT_EQ(read(form.bytes, at_once).refused, form.status) << form.what;
    EXPECT_EQ(beast_read(form.bytes).taken, form.beast_takes) << form.what;
  }
  const auto nul = std::string("GET / HTTP/1.1\r\nHost: h\r\nA: b") + '\0' + "c\r\n\r\n";
  EXPECT_EQ(read(nul).refused, 400);
}

TEST(RequestReader, TakesWhatIsRare) {
  for (const char* text :
       {"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", "GET http://H:80/x HTTP/1.1\r\nhost: h:80\r\n\r\n",
        "GET HTTP://h?x HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
        "M-SEARCH / HTTP/1.1\r\nHost: h_1.x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:h\r\nA:\xc3\xa9\r\n\r\n", "GET / HTTP/1.1\r\nHost: 127.0.0.1:\r\n\r\n"}) {
    EXPECT_EQ(read(text).state, State::whole) << text;
  }
  EXPECT_EQ(read("GET http://h/x?y HTTP/1.1\r\nHost: h\r\n\r\n").target, "/x?y");
}

TEST(RequestReader, HasBounds) {
  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\n";
  EXPECT_EQ(read(start + "A: " + std::string(17'000, 'b') + "\r\n\r\n").refused, 431);
  EXPECT_EQ(read(start + "A: " + std::string(17'000, 'b')).refused, 431) << "before its end";
  EXPECT_EQ(read(start + "A: " + std::string(16'000, 'b') + "\r\n\r\n").state, State::whole);
  EXPECT_EQ(read("GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n").refused, 414);
  std::string many = start;
  for (std::size_t i = 0; i < kMostFields - 1; ++i) many += "A: b\r\n";
  EXPECT_EQ(read(many + "\r\n").state, State::whole);
  EXPECT_EQ(read(many + "A: b\r\n\r\n").refused, 431);
  const std::string body = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
  EXPECT_EQ(read(body, 1000, 5).state, State::whole);
  EXPECT_EQ(read(body, 1000, 4).refused, 413);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(read(chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 1, 5).state, State::whole);
  EXPECT_EQ(read(chunked + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 1, 4).refused, 413);
  EXPECT_EQ(read(chunked + "1;" + std::string(300, 'x') + "\r\na\r\n0\r\n\r\n").refused, 400);
  std::string extended = chunked;
  for (int i = 0; i < 40; ++i) extended += "1;" + std::string(200, 'x') + "\r\na\r\n";
  EXPECT_EQ(read(extended + "0\r\n\r\n").refused, 400) << "extensions of 8 KiB in all";
  std::string trailed = chunked + "0\r\n";
  for (int i = 0; i < 40; ++i) trailed += "A: " + std::string(200, 'x') + "\r\n";
  EXPECT_EQ(read(trailed + "\r\n").refused, 400);
}

/// Mutations of good requests: what is taken here is taken by Beast, with the same end and the same body.
RC_GTEST_PROP(RequestReader, AgreesWithBeast, ()) {
  auto bytes = *rc::gen::element<std::string>(kGet, kPost, kChunks);
  const auto changes = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
      rc::gen::pair(rc::gen::inRange<std::size_t>(0, 200),
                    rc::gen::element<char>('\r', '\n', ' ', ':', ',', '0', '5', 'a', '\t', ';', '\0')));
  for (const auto& [at, c] : changes) {
    if (at % 3 == 0) {
      bytes[at % bytes.size()] = c;
    } else {
      bytes.insert(at % bytes.size(), 1, c);
    }
  }
  const auto ours = read(bytes);
  if (ours.state != State::whole) return;
  const auto theirs = beast_read(bytes.substr(0, bytes.size() - ours.left.size()));
  RC_ASSERT(theirs.taken);
  RC_ASSERT(theirs.method == ours.method);
  RC_ASSERT(theirs.body == ours.body);
}

}  // namespace
}  // namespace jwtkeep::web

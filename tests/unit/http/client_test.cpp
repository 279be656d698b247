// The client against a real HTTPS server (https_server.py).
#include "jwtkeep/http/client/client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "https_server.hpp"

namespace jwtkeep::http {
namespace {

using base::Reason;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string scratch(const char* name) {
  return (std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))).string();
}

// Before libcurl and OpenSSL start: what they would take from the environment, were they let. The configuration makes
// OpenSSL itself content with old TLS, so that the client's own limit is what refuses it.
const std::string kKeyLog = scratch("jwtkeep-keylog-");
const std::string kOpensslConf = scratch("jwtkeep-openssl-");
struct HostileEnvironment {
  HostileEnvironment() {
    std::ofstream(kOpensslConf) << "openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = lax\n"
                                   "[lax]\nMinProtocol = TLSv1\nCipherString = ALL:@SECLEVEL=0\n";
    ::setenv("OPENSSL_CONF", kOpensslConf.c_str(), 1);
    ::setenv("SSLKEYLOGFILE", kKeyLog.c_str(), 1);
    for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"}) {
      ::setenv(name, "http://127.0.0.1:1", 1);
    }
  }
  HostileEnvironment(const HostileEnvironment&) = delete;
  HostileEnvironment& operator=(const HostileEnvironment&) = delete;
  ~HostileEnvironment() {
    std::filesystem::remove(kKeyLog);
    std::filesystem::remove(kOpensslConf);
  }
};
const HostileEnvironment kEnvironment;

HttpsServer& server() { return HttpsServer::get(); }

ClientOptions trusting() { return {.ca_file = server().ca_file(), .allow_private_addresses = true}; }

Request get(const std::string& url) { return {.url = Url::parse(url).value()}; }

base::Result<Response> send(const Request& request, ClientOptions options = trusting()) {
  auto client = Client::open(std::move(options));
  if (!client) return std::unexpected(client.error());
  return client->send(request);
}

std::string body(const Response& response) {
  return response.body.reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
}

template <class Value>
std::string what(const base::Result<Value>& result) {
  return result ? "" : result.error().what;
}

TEST(Client, GivesStatusFieldsAndBody) {
  server().tell("/plain", R"("status": 203, "body": "hello", "headers": [["X-One", "1"], ["x-oNe", " two "]])");
  const auto response = send(get(server().url("/plain")));
  ASSERT_TRUE(response) << what(response);
  EXPECT_EQ(response->status, 203);
  EXPECT_EQ(body(*response), "hello");
  EXPECT_EQ(response->field("x-one"), "1, two");
  EXPECT_EQ(response->field("x-two"), std::nullopt);
  EXPECT_EQ(response->url.text(), server().url("/plain"));
}

TEST(Client, SendsWhatItIsTold) {
  server().tell("/sent", "");
  for (const auto method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::del}) {
    auto request = get(server().url("/sent?x=%20"));
    request.method = method;
    const bool with_body = method != Method::get && method != Method::head;
    if (with_body) request.body = base::SecretBytes::copy_of("a=1\nb=2");
    request.fields.push_back({"X-Vault-Token", base::SecretBytes::copy_of("hvs.secret")});
    request.fields.push_back({"X-Empty", {}});
    ASSERT_TRUE(send(request)) << word(method);
    const auto seen = server().requests("/sent").back();
    EXPECT_EQ(*seen.find("method")->string(), word(method));
    EXPECT_EQ(*seen.find("path")->string(), "/sent?x=%20");
    EXPECT_EQ(*seen.find("body")->string(), with_body ? "a=1\nb=2" : "");
    std::string fields;
    for (const auto& field : *seen.find("headers")->items()) {
      fields += *field.items()->at(0).string() + "=" + *field.items()->at(1).string() + ";";
    }
    EXPECT_NE(fields.find("x-vault-token=hvs.secret;"), std::string::npos) << fields;
    EXPECT_NE(fields.find("x-empty=;"), std::string::npos) << fields;
    for (const char* unasked : {"accept-encoding", "cookie", "authorization", "expect", "content-type", "proxy"}) {
      EXPECT_EQ(fields.find(unasked), std::string::npos) << fields;
    }
  }
}

TEST(Client, SendsAnEmptyBodyAsOne) {
  server().tell("/empty", "");
  auto request = get(server().url("/empty"));
  request.method = Method::put;
  ASSERT_TRUE(send(request));
  const auto seen = server().requests("/empty").back();
  EXPECT_NE(base::write_json(*seen.find("headers")).find(R"(["content-length","0"])"), std::string::npos);
}

TEST(Client, RefusesAHeaderThatWouldBecomeTwo) {
  for (const char* value : {"a\r\nX-Injected: 1", "a\n", "a\x7f", "\x01"}) {
    auto request = get(server().url("/plain"));
    request.fields.push_back({"X-Secret", base::SecretBytes::copy_of(value)});
    const auto response = send(request);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().reason, Reason::bad_value);
    EXPECT_EQ(what(response).find("Injected"), std::string::npos);
  }
  for (const char* name : {"", "X Y", "X:Y", "X\r\nY"}) {
    auto request = get(server().url("/plain"));
    request.fields.push_back({name, base::SecretBytes::copy_of("v")});
    EXPECT_EQ(send(request).error().reason, Reason::bad_value) << name;
  }
}

TEST(Client, KeepsItsConnectionAndNothingOfTheRequestBefore) {
  server().tell("/first", R"("headers": [["Set-Cookie", "session=1"]])");
  server().tell("/second", "");
  auto client = Client::open(trusting());
  ASSERT_TRUE(client);
  auto first = get(server().url("/first"));
  first.method = Method::post;
  first.body = base::SecretBytes::copy_of("secret body");
  first.fields.push_back({"X-First", base::SecretBytes::copy_of("secret")});
  ASSERT_TRUE(client->send(first));
  ASSERT_TRUE(client->send(get(server().url("/second"))));
  const auto seen = base::write_json(server().requests("/second").back());
  EXPECT_NE(seen.find(R"("method":"GET")"), std::string::npos) << seen;
  EXPECT_EQ(seen.find("secret"), std::string::npos) << seen;
  EXPECT_EQ(seen.find("cookie"), std::string::npos) << seen;
}

TEST(Client, TakesNoBadCertificateAndNoOldTls) {
  for (const char* listener : {"wrong_host", "expired", "stranger"}) {
    const auto response = send(get(server().url("/plain", listener)));
    ASSERT_FALSE(response) << listener;
    EXPECT_EQ(response.error().reason, Reason::io_failed);
    EXPECT_NE(what(response).find("certificate"), std::string::npos) << what(response);
  }
  const auto old = send(get(server().url("/plain", "old_tls")));
  ASSERT_FALSE(old);
  EXPECT_NE(what(old).find("protocol"), std::string::npos) << what(old);
  // The system's authorities do not know the test's.
  EXPECT_EQ(send(get(server().url("/plain")), {.allow_private_addresses = true}).error().reason, Reason::io_failed);
  EXPECT_EQ(Client::open({.ca_file = "/nonexistent/ca.pem"}).error().reason, Reason::not_found);
}

TEST(Client, GoesToNoPrivateAddressUnlessAllowed) {
  server().tell("/private", "");
  auto options = trusting();
  options.allow_private_addresses = false;
  // By address and by a name that leads there: what is connected to counts.
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto response = send(get(server().url("/private", "https", host)), options);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().reason, Reason::unsafe_place) << what(response);
    EXPECT_NE(what(response).find("loopback"), std::string::npos) << what(response);
  }
  for (const char* url : {"https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.0.0.1/",
                          "https://169.254.169.254/", "https://100.64.0.1/", "https://0.0.0.0/", "https://[fe80::1]/",
                          "https://[fd00::1]/", "https://224.0.0.1/", "https://[64:ff9b::7f00:1]/"}) {
    EXPECT_EQ(send(get(url), options).error().reason, Reason::unsafe_place) << url;
  }
  EXPECT_EQ(server().count("/private"), 0U);
  EXPECT_TRUE(send(get(server().url("/private", "https", "localhost"))));
}

TEST(Client, SpeaksPlainHttpToTheSameMachineAloneAndOnlyWhereAllowed) {
  server().tell("/clear", R"("body": "clear")");
  const auto request = get(server().url("/clear", "http"));
  EXPECT_EQ(send(request).error().reason, Reason::unsafe_place);
  const auto response = send(request, {.allow_loopback_http = true});
  ASSERT_TRUE(response) << what(response);
  EXPECT_EQ(body(*response), "clear");
  const ClientOptions all{.allow_private_addresses = true, .allow_loopback_http = true};
  EXPECT_EQ(send(get("http://10.0.0.1/"), all).error().reason, Reason::unsafe_place);
}

TEST(Client, SpeaksPlainHttpToTheAddressesThatAreNamed) {
  server().tell("/clear", R"("body": "clear")");
  const auto request = get(server().url("/clear", "http"));
  EXPECT_TRUE(send(request, {.plain_http_to = {*parse_ip_address("127.0.0.1")}}));
  const ClientOptions metadata{.plain_http_to = {*parse_ip_address("169.254.169.254")}};
  EXPECT_EQ(send(request, metadata).error().reason, Reason::unsafe_place) << "loopback is not among them";
  EXPECT_EQ(send(get("http://169.254.169.253/"), metadata).error().reason, Reason::unsafe_place);
}

TEST(Client, FollowsRedirectsWithinThePlace) {
  server().tell("/to", R"("body": "there")");
  server().tell("/folder/from", R"("status": 302, "headers": [["Location", "../to#part"]])");
  server().tell("/absolute", R"("status": 308, "headers": [["Location", ")" + server().url("/folder/from") + R"("]])");
  const auto response = send(get(server().url("/absolute")));
  ASSERT_TRUE(response) << what(response);
  EXPECT_EQ(body(*response), "there");
}

TEST(Client, FollowsNoRedirectToAnotherPlace) {
  server().tell("/secret", "");
  for (const auto& to : {server().url("/secret", "other"), server().url("/secret", "http"),
                         server().url("/secret", "https", "localhost"), std::string("//localhost/secret"),
                         std::string("https://keys.example/secret"), std::string("file:///etc/passwd"),
                         std::string("https://user@127.0.0.1/")}) {
    server().tell("/leads", R"("status": 301, "headers": [["Location", ")" + to + R"("]])");
    auto options = trusting();
    options.allow_loopback_http = true;
    EXPECT_EQ(send(get(server().url("/leads")), options).error().reason, Reason::io_failed) << to;
  }
  EXPECT_EQ(server().count("/secret"), 0U);
}

TEST(Client, GivesUpARoundOfRedirects) {
  server().tell("/round", R"("status": 302, "headers": [["Location", "/round"]])");
  const auto before = server().count("/round");
  EXPECT_NE(what(send(get(server().url("/round")))).find("more than 3 times"), std::string::npos);
  EXPECT_EQ(server().count("/round") - before, 4U);
}

TEST(Client, GivesARedirectAsTheAnswerWhereThatIsAskedFor) {
  server().tell("/not-followed", "");
  server().tell("/moved", R"("status": 302, "headers": [["Location", "/not-followed"]], "body": "over there")");
  auto request = get(server().url("/moved"));
  request.redirect_is_answer = true;
  for (const auto method : {Method::get, Method::post}) {
    request.method = method;
    const auto response = send(request);
    ASSERT_TRUE(response) << what(response);
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(response->field("location"), "/not-followed");
  }
  EXPECT_EQ(server().count("/not-followed"), 0U);
}

TEST(Client, GoesToNoOtherAddressThanLoopbackWhereThatIsAskedFor) {
  server().tell("/near", "");
  auto options = trusting();
  options.loopback_only = true;
  EXPECT_TRUE(send(get(server().url("/near")), options));
  EXPECT_TRUE(send(get(server().url("/near", "https", "localhost")), options));
  // Neither a private address nor a public one, by either scheme, also where another option would have it.
  options.allow_private_addresses = true;
  options.plain_http_to = {*parse_ip_address("203.0.113.1")};
  for (const auto* url :
       {"https://10.0.0.1/", "https://203.0.113.1/", "http://203.0.113.1/", "https://[2001:db8::1]/"}) {
    const auto refused = send(get(url), options);
    ASSERT_FALSE(refused) << url;
    EXPECT_EQ(refused.error().reason, Reason::unsafe_place) << what(refused);
  }
}

TEST(Client, SendsABodyToNoOtherPlaceThanItsUrl) {
  server().tell("/posted", R"("status": 307, "headers": [["Location", "/to"]])");
  auto request = get(server().url("/posted"));
  request.method = Method::post;
  EXPECT_EQ(send(request).error().reason, Reason::io_failed);
}

TEST(Client, BoundsTheBody) {
  auto request = get(server().url("/large"));
  request.limits.body_bytes = 100000;
  server().tell("/large", R"("fill": 100000)");
  const auto response = send(request);
  ASSERT_TRUE(response) << what(response);
  EXPECT_EQ(response->body.size(), 100000U);
  for (const char* told : {R"("fill": 100001)", R"("fill": 9000000)", R"("fill": 100001, "chunked": true)"}) {
    server().tell("/large", told);
    EXPECT_EQ(send(request).error().reason, Reason::too_large) << told;
  }
}

TEST(Client, BoundsTheHead) {
  const std::string line = R"(["X-Fill", ")" + std::string(1000, 'x') + R"("])";
  std::string lines = line;
  for (int i = 0; i < 40; ++i) lines += "," + line;
  server().tell("/head", R"("headers": [)" + lines + "]");
  EXPECT_EQ(send(get(server().url("/head"))).error().reason, Reason::too_large);
}

TEST(Client, UndoesNoContentCoding) {
  server().tell("/coded", R"("body": "not gzip", "headers": [["Content-Encoding", "gzip"]])");
  const auto response = send(get(server().url("/coded")));
  ASSERT_TRUE(response) << what(response);
  EXPECT_EQ(body(*response), "not gzip");
}

TEST(Client, TakesTheLastHeadAndNoTrailer) {
  server().tell(
      "/early",
      R"("raw": "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Late: 1\r\n\r\nok")");
  const auto early = send(get(server().url("/early")));
  ASSERT_TRUE(early) << what(early);
  EXPECT_EQ(early->status, 200);
  EXPECT_EQ(early->field("x-early"), std::nullopt);
  EXPECT_EQ(early->field("x-late"), "1");
  server().tell("/trailer", R"("body": "ok", "chunked": true)");
  const auto trailer = send(get(server().url("/trailer")));
  ASSERT_TRUE(trailer) << what(trailer);
  EXPECT_EQ(body(*trailer), "ok");
  EXPECT_EQ(trailer->field("x-trailer"), std::nullopt);
}

TEST(Client, BoundsTheTime) {
  auto request = get(server().url("/slow"));
  request.limits.total = milliseconds{700};
  for (const char* told : {R"("wait": 3)", R"("body": "0123456789012345678901234567890123456789", "drip": 0.1)"}) {
    server().tell("/slow", told);
    const auto from = steady_clock::now();
    const auto response = send(request);
    ASSERT_FALSE(response) << told;
    EXPECT_EQ(response.error().reason, Reason::io_failed);
    EXPECT_LT(steady_clock::now() - from, milliseconds{2500}) << told;
  }
}

TEST(Client, BoundsTheTimeOfAllRedirectsTogether) {
  server().tell("/slow-round", R"("wait": 0.4, "status": 302, "headers": [["Location", "/slow-round"]])");
  auto request = get(server().url("/slow-round"));
  request.limits.total = milliseconds{700};
  request.limits.redirects = 1000;
  const auto from = steady_clock::now();
  EXPECT_EQ(send(request).error().reason, Reason::io_failed);
  EXPECT_LT(steady_clock::now() - from, milliseconds{2500});
}

TEST(Client, EndsWhenItIsStopped) {
  server().tell("/held", R"("hold": true)");
  auto client = Client::open(trusting());
  ASSERT_TRUE(client);
  std::stop_source stop;
  auto request = get(server().url("/held"));
  request.limits.total = milliseconds{30000};
  const auto before = server().count("/held");
  const std::jthread stopper([&] {
    while (server().count("/held") == before) std::this_thread::sleep_for(milliseconds{5});
    stop.request_stop();
  });
  const auto from = steady_clock::now();
  EXPECT_EQ(client->send(request, stop.get_token()).error().reason, Reason::io_failed);
  EXPECT_LT(steady_clock::now() - from, milliseconds{5000});
  server().release();
}

TEST(Client, SaysThatAnAnswerIsCutShort) {
  server().tell("/cut", R"("body": "half", "claim": 8)");
  EXPECT_EQ(send(get(server().url("/cut"))).error().reason, Reason::io_failed);
  server().tell("/garbage", R"("raw": "\u0000\u0001garbage\r\n\r\n")");
  EXPECT_EQ(send(get(server().url("/garbage"))).error().reason, Reason::io_failed);
}

TEST(Client, OutlivesAServerThatHangsUp) {
  std::signal(SIGPIPE, SIG_DFL);  // which would end this program
  server().tell("/hang-up", R"("hang_up": true)");
  auto request = get(server().url("/hang-up"));
  request.method = Method::post;
  request.body = base::SecretBytes(std::size_t{8} << 20);
  EXPECT_EQ(send(request).error().reason, Reason::io_failed);
}

/// libcurl sends again by itself, a PUT or POST too, what a kept connection took and did not answer.
TEST(Client, SendsWhatMayGoOnlyOnceOnlyOnce) {
  for (const bool only_once : {false, true}) {
    for (const auto method : {Method::put, Method::post, Method::patch}) {
      const auto path = "/swallow-" + std::string(word(method)) + (only_once ? "-once" : "");
      server().tell("/plain", "");
      server().tell(path, R"("swallow": true)");
      auto client = Client::open(trusting());
      ASSERT_TRUE(client);
      ASSERT_TRUE(client->send(get(server().url("/plain")))) << "the connection that is kept";
      auto request = get(server().url(path));
      request.method = method;
      request.body = base::SecretBytes::copy_of("a new version");
      request.only_once = only_once;
      EXPECT_EQ(client->send(request).error().reason, Reason::io_failed);
      EXPECT_EQ(server().count(path), only_once ? 1U : 2U) << "what is guarded against is there: " << word(method);
      request.url = Url::parse(server().url("/plain")).value();
      EXPECT_TRUE(client->send(request));
    }
  }
}

TEST(Client, SaysThatThereIsNobody) {
  const auto refused = send(get("https://127.0.0.1:1/"));
  EXPECT_EQ(refused.error().reason, Reason::io_failed) << what(refused);
  const auto nameless = send(get("https://nobody.invalid/"));
  EXPECT_EQ(nameless.error().reason, Reason::io_failed);
  EXPECT_NE(what(nameless).find("nobody.invalid"), std::string::npos) << what(nameless);
}

TEST(Client, ShowsNoQueryInAMessage) {
  server().tell("/query", R"("status": 302, "headers": [["Location", "https://keys.example/?code=s3cret"]])");
  const auto response = send(get(server().url("/query?token=s3cret")));
  ASSERT_FALSE(response);
  EXPECT_EQ(what(response).find("s3cret"), std::string::npos) << what(response);
  EXPECT_EQ(what(send(get("https://127.0.0.1:1/?token=s3cret"))).find("s3cret"), std::string::npos);
}

TEST(Client, WritesNoKeyLog) {
  server().tell("/plain", "");
  ASSERT_TRUE(send(get(server().url("/plain"))));
  std::ifstream log(kKeyLog);
  std::string content{std::istreambuf_iterator<char>(log), {}};
  EXPECT_EQ(content, "");
}

}  // namespace
}  // namespace jwtkeep::http

// The server over real sockets: what it promises to those who behave, and to those who do not.
#include "jwtkeep/web/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/servers/scratch_folder.hpp"
#include "tests/unit/web/raw_client.hpp"

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/web/router.hpp"
#include "jwtkeep/web/workers.hpp"

namespace jwtkeep::web {
namespace {

using base::Reason;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using Answering = std::function<void(Incoming, Reply)>;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr std::string_view kBehind = "GET /behind HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr base::Instant kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 28} + std::chrono::hours{9}};

std::string get(std::string_view path) { return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n"; }

/// What was asked, in words.
std::string words_of(const Incoming& incoming) {
  auto words = std::string(incoming.method()) + " " + std::string(incoming.raw_path()) + " ";
  incoming.reveal_body([&words](base::ByteView body) { words += base::as_text(body); });
  return words;
}

void echo(const Incoming& incoming, Reply reply) { reply.send(Answer(200).text(words_of(incoming))); }

class Calls final : public Handler {
 public:
  explicit Calls(Answering answering) : answering_(std::move(answering)) {}
  void answer(Incoming incoming, Reply reply) override { answering_(std::move(incoming), std::move(reply)); }

 private:
  Answering answering_;
};

Options options_at(std::string_view place, bool tls = false) {
  return {.listen = {*Listen::parse(place, tls)}, .clock = [] { return kNow; }};
}

Server serve(Options options, Answering answering = echo) {
  auto server = Server::start(std::move(options), std::make_shared<Calls>(std::move(answering)));
  if (!server) throw std::runtime_error(server.error().what);
  return *std::move(server);
}

Server serve(Answering answering = echo) { return serve(options_at("127.0.0.1:0"), std::move(answering)); }

const Listen& place_of(const Server& server) { return server.addresses().front(); }

/// Looks until it is so.
template <class Condition>
void wait_until(Condition&& condition) {
  for (int looks = 0; looks < 60'000; ++looks) {
    if (condition()) return;
    std::this_thread::sleep_for(Milliseconds(1));
  }
  ADD_FAILURE() << "what is waited for does not happen";
}

/// Replies that wait to be used.
class Held {
 public:
  Answering holder() {
    return [this](Incoming, Reply reply) {
      const std::scoped_lock lock(mutex_);
      replies_.push_back(std::move(reply));
    };
  }
  Reply next() {
    wait_until([this] {
      const std::scoped_lock lock(mutex_);
      return !replies_.empty();
    });
    const std::scoped_lock lock(mutex_);
    auto reply = std::move(replies_.front());
    replies_.erase(replies_.begin());
    return reply;
  }

 private:
  std::mutex mutex_;
  std::vector<Reply> replies_;
};

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(Server, IsNotStartedWithWhatCannotBeMeant) {
  const auto reason_of = [](Options options) {
    return Server::start(std::move(options), std::make_shared<Calls>(echo)).error().reason;
  };
  const auto good = [] { return options_at("127.0.0.1:0"); };
  auto options = good();
  options.listen.clear();
  EXPECT_EQ(reason_of(std::move(options)), Reason::bad_value);
  options = good();
  options.clock = nullptr;
  EXPECT_EQ(reason_of(std::move(options)), Reason::bad_value);
  for (const std::size_t threads : {0UL, 257UL}) {
    options = good();
    options.threads = threads;
    EXPECT_EQ(reason_of(std::move(options)), Reason::bad_value);
  }
  EXPECT_EQ(reason_of(options_at("127.0.0.1:0", true)), Reason::bad_value);
  EXPECT_EQ(reason_of(options_at("203.0.113.1:0")), Reason::bad_value);
  const auto server = serve();
  EXPECT_EQ(reason_of(options_at(place_of(server).text())), Reason::already_exists);
}

TEST(Server, KeepsAConnectionAndAnswersInOrder) {
  const auto server = serve();
  RawClient client(place_of(server));
  client.send(get("/1"));
  EXPECT_EQ(client.receive().body, "GET /1 ");
  std::string many;
  for (int i = 0; i < 50; ++i) many += get("/" + std::to_string(i));
  client.send(many + "GET /last HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + get("/behind"));
  for (int i = 0; i < 50; ++i) {
    const auto answer = client.receive();
    EXPECT_EQ(answer.body, "GET /" + std::to_string(i) + " ");
    EXPECT_EQ(answer.field("Connection"), "");
  }
  const auto last = client.receive();
  EXPECT_EQ(last.body, "GET /last ");
  EXPECT_EQ(last.field("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
  const auto counts = server.counts();
  EXPECT_EQ(counts.accepted, 1U);
  EXPECT_EQ(counts.requests, 52U);
  EXPECT_EQ(counts.refused, 0U);
}

TEST(Server, AnswersInOrderThoughTheFirstAnswerIsLate) {
  Held held;
  const auto server = serve(held.holder());
  RawClient client(place_of(server));
  client.send(get("/1") + get("/2"));
  auto first = held.next();
  EXPECT_EQ(server.counts().requests, 1U);
  std::thread([reply = std::move(first)]() mutable { reply.send(Answer(200).text("first")); }).join();
  held.next().send(Answer(200).text("second"));
  EXPECT_EQ(client.receive().body, "first");
  EXPECT_EQ(client.receive().body, "second");
}

TEST(Server, LeavesTheBodyOutForHead) {
  const auto server = serve([](Incoming incoming, Reply reply) {
    reply.send(Answer(incoming.raw_path() == "/none" ? 204 : 200).text(incoming.raw_path() == "/none" ? "" : "hello"));
  });
  RawClient client(place_of(server));
  client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + get("/none") + get("/"));
  const auto head = client.receive(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.field("Content-Length"), "5");
  const auto none = client.receive();
  EXPECT_EQ(none.status, 204);
  EXPECT_EQ(none.field("Content-Length"), "");
  EXPECT_EQ(client.receive().body, "hello");
}

TEST(Server, SendsBodiesOfEverySizeAndKind) {
  const auto server = serve([](Incoming incoming, Reply reply) {
    const auto size = std::stoul(std::string(incoming.raw_path().substr(2)));
    const std::string body(size, 'b');
    if (incoming.raw_path().starts_with("/t")) return reply.send(Answer(200).text(body));
    if (incoming.raw_path().starts_with("/s"))
      return reply.send(Answer(200).shared(std::make_shared<const std::string>(body)));
    reply.send(Answer(200).secret(base::SecretBytes::copy_of(body)));
  });
  RawClient client(place_of(server));
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                                 std::size_t{4097}, std::size_t{3'000'000}}) {
    for (const auto* kind : {"/t", "/s", "/x"}) {
      client.send(get(kind + std::to_string(size)));
      const auto answer = client.receive();
      EXPECT_EQ(answer.field("Content-Length"), std::to_string(size)) << kind;
      EXPECT_TRUE(answer.body == std::string(size, 'b')) << kind << size;
    }
  }
}

TEST(Server, WritesTheDateOfItsClock) {
  std::atomic<base::Instant> arrival{};
  const auto server = serve([&arrival](Incoming incoming, Reply reply) {
    arrival = incoming.arrival();
    echo(incoming, std::move(reply));
  });
  RawClient client(place_of(server));
  client.send(kGet);
  EXPECT_EQ(client.receive().field("Date"), "Sat, 28 Nov 2026 09:00:00 GMT");
  EXPECT_EQ(arrival.load(), kNow);
}

TEST(Server, AnswersWhatNoRouteTakes) {
  auto router = std::make_shared<Router>();
  ASSERT_TRUE(router->add("GET", "/a/{x}", 1));
  ASSERT_TRUE(router->add("PUT", "/a/{x}", 2));
  const auto server = serve([router](Incoming incoming, Reply reply) {
    const auto routed = router->find(incoming.method(), incoming.target());
    if (routed.kind != Routed::Kind::found) return reply.send(answer_unrouted(routed));
    reply.send(Answer(200).text(std::to_string(routed.route) + std::string(routed.parameters["x"])));
  });
  RawClient client(place_of(server));
  client.send(get("/a/b%20c") + get("/a") + "POST /a/b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi" +
              "OPTIONS /a/b HTTP/1.1\r\nHost: h\r\n\r\n" + "HEAD /a/b HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(client.receive().body, "1b c");
  const auto none = client.receive();
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.field("Content-Type"), "application/problem+json");
  const auto other = client.receive();
  EXPECT_EQ(other.status, 405);
  EXPECT_THAT(other.field("Allow"), AllOf(HasSubstr("GET"), HasSubstr("HEAD"), HasSubstr("PUT")));
  const auto allowed = client.receive();
  EXPECT_EQ(allowed.status, 204);
  EXPECT_EQ(allowed.field("Allow"), other.field("Allow"));
  EXPECT_EQ(client.receive(true).status, 200);
}

TEST(Server, ReadsBodiesWhateverTheirForm) {
  const auto server = serve();
  RawClient client(place_of(server));
  const std::string large(900'000, 'x');
  client.send("POST /l HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\n" + large + get("/next"));
  EXPECT_EQ(client.receive().body, "POST /l " + large);
  EXPECT_EQ(client.receive().body, "GET /next ");
  const std::string chunked =
      "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nT: x\r\n\r\n";
  client.send(chunked + get("/next"));
  EXPECT_EQ(client.receive().body, "POST /c hello");
  EXPECT_EQ(client.receive().body, "GET /next ");
  for (const char c : chunked) client.send({&c, 1});
  EXPECT_EQ(client.receive().body, "POST /c hello");
  client.send("POST /0 HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(client.receive().body, "POST /0 ");
}

TEST(Server, ShowsFieldsAsTheyCame) {
  const auto server = serve([](Incoming incoming, Reply reply) {
    std::string text;
    for (std::size_t i = 0; i < incoming.field_count(); ++i) {
      text += std::string(incoming.field(i).name) + "=" + std::string(incoming.field(i).value) + ";";
    }
    text += incoming.only_field("authorization") ? "one;" : "none or many;";
    text += incoming.field("accept").value_or("none");
    reply.send(Answer(200).text(std::move(text)));
  });
  RawClient client(place_of(server));
  client.send("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\nAccept: x\r\naccept:  y \r\n\r\n");
  EXPECT_EQ(client.receive().body, "Host=h;Authorization=a;Accept=x;accept=y;one;x, y");
  client.send("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n");
  EXPECT_EQ(client.receive().body, "Host=h;Authorization=a;Authorization=b;none or many;none");
}

/// Each ends the connection, and nothing behind it is served.
TEST(Server, ServesNothingBehindWhatItRefuses) {
  const auto server = serve();
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\n";
  const std::pair<std::string, int> refused[]{
      {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
      {post + "Content-Length : 5\r\n\r\nhello", 400},
      {"GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", 400},
      {"GET /../x HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
      {"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", 501},
      {"GET / HTTP/1.2\r\nHost: h\r\n\r\n", 505},
      {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"\x16\x03\x01\x02hello", 400},
      {"GET / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\n\r\n", 417},
      {"GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n", 414},
      {"GET / HTTP/1.1\r\nHost: h\r\nA: " + std::string(17'000, 'b') + "\r\n\r\n", 431},
      {post + "Content-Length: 1048577\r\n\r\n", 413},
      {post + "Transfer-Encoding: chunked\r\n\r\n100001\r\n", 413},
  };
  for (const auto& [bytes, status] : refused) {
    const auto all = ask_raw(place_of(server), bytes + std::string(kBehind));
    EXPECT_THAT(all, StartsWith("HTTP/1.1 " + std::to_string(status) + " ")) << bytes;
    EXPECT_THAT(all, HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_EQ(count_of(all, "\r\nDate: "), 1U) << all;
  }
  // The same behind a request that is good.
  for (const auto& [bytes, status] : refused) {
    RawClient client(place_of(server));
    client.send(std::string(kGet) + bytes + std::string(kBehind));
    EXPECT_EQ(client.receive().body, "GET / ");
    EXPECT_EQ(client.receive().status, status) << bytes;
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(server.counts().requests, std::size(refused));
  EXPECT_EQ(server.counts().refused, 2 * std::size(refused));
}

TEST(Server, KeepsTheLimitOfARoute) {
  auto options = options_at("127.0.0.1:0");
  options.limits = [](std::string_view method, const Target& target) -> std::size_t {
    return method == "PUT" && target.segment(0) == "small" ? 4 : 8;
  };
  const auto server = serve(std::move(options));
  const auto put = [](std::string_view path, std::string_view body) {
    return "PUT " + std::string(path) +
           " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
  };
  EXPECT_THAT(ask_raw(place_of(server), put("/small", "1234")), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask_raw(place_of(server), put("/small", "12345")), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask_raw(place_of(server), put("/other", "12345")), StartsWith("HTTP/1.1 200 "));
}

TEST(Server, SendsAwayWhatIsSlow) {
  auto options = options_at("127.0.0.1:0");
  options.head_time = options.body_time = Milliseconds(50);
  const auto server = serve(std::move(options));
  const std::string_view slow[]{"G", "GET / HTTP/1.1\r\nHost: h\r\n",
                                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n",
                                "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell"};
  for (const auto bytes : slow) {
    const auto all = ask_raw(place_of(server), bytes);
    EXPECT_THAT(all, AllOf(StartsWith("HTTP/1.1 408 "), HasSubstr("\r\nConnection: close\r\n"))) << bytes;
  }
  EXPECT_EQ(server.counts().timed_out, std::size(slow));
  EXPECT_EQ(server.counts().requests, 0U);
}

/// The rate is looked at from the sixth second on, so this takes that long.
TEST(Server, SendsAwayABodyThatTrickles) {
  auto options = options_at("127.0.0.1:0");
  options.body_time = Milliseconds(3'600'000);
  const auto server = serve(std::move(options));
  EXPECT_THAT(ask_raw(place_of(server), "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000\r\n\r\nhello"),
              StartsWith("HTTP/1.1 408 "));
}

TEST(Server, ClosesWhatIsIdleWithoutAWord) {
  auto options = options_at("127.0.0.1:0");
  options.idle_time = Milliseconds(50);
  const auto server = serve(std::move(options));
  RawClient fresh(place_of(server));
  EXPECT_TRUE(fresh.is_closed());
  RawClient kept(place_of(server));
  kept.send(kGet);
  EXPECT_EQ(kept.receive().status, 200);
  EXPECT_TRUE(kept.is_closed());
  EXPECT_EQ(server.counts().timed_out, 0U);
}

/// On a Unix socket, whose buffer does not grow: answers that nobody takes fill it.
TEST(Server, CutsWhoTakesNoAnswers) {
  const servers::ScratchFolder folder;
  auto options = options_at("unix:" + (folder.path() / "s").string());
  options.write_time = Milliseconds(50);
  const auto server = serve(std::move(options),
                            [](const Incoming&, Reply reply) { reply.send(Answer(200).text(std::string(8192, 'x'))); });
  RawClient client(place_of(server));
  std::string many;
  for (int i = 0; i < 200; ++i) many += kGet;
  client.send(many);
  wait_until([&server] { return server.counts().timed_out == 1 && server.counts().open == 0; });
  EXPECT_LT(count_of(client.rest(), "HTTP/1.1 200 "), 200U);
}

TEST(Server, TurnsAwayConnectionsAboveItsBounds) {
  for (const bool in_all : {true, false}) {
    auto options = options_at("127.0.0.1:0");
    (in_all ? options.connections : options.connections_per_address) = 2;
    const auto server = serve(std::move(options));
    RawClient first(place_of(server));
    RawClient second(place_of(server));
    for (auto* each : {&first, &second}) {
      each->send(kGet);
      EXPECT_EQ(each->receive().status, 200);
    }
    RawClient third(place_of(server));
    const auto answer = third.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(server.counts().turned_away, 1U);
    first.reset();
    wait_until([&server] { return server.counts().open == 1; });
    RawClient fourth(place_of(server));
    fourth.send(kGet);
    EXPECT_EQ(fourth.receive().status, 200);
  }
}

TEST(Server, SaysGoOnOnlyWhereABodyIsTaken) {
  const auto server = serve();
  const auto head = [](std::string_view length, std::string_view version) {
    return "POST / HTTP/" + std::string(version) +
           "\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: " + std::string(length) + "\r\n\r\n";
  };
  RawClient client(place_of(server));
  client.send(head("5", "1.1"));
  EXPECT_EQ(client.receive().status, 100);
  client.send("hello");
  EXPECT_EQ(client.receive().body, "POST / hello");
  client.send(head("5", "1.1") + "hello");  // who has sent it already needs no word
  EXPECT_EQ(client.receive().status, 200);
  client.send(head("0", "1.1"));
  EXPECT_EQ(client.receive().status, 200);
  client.send(head("9999999", "1.1"));
  EXPECT_EQ(client.receive().status, 413);
  EXPECT_TRUE(client.is_closed());
  EXPECT_THAT(ask_raw(place_of(server), head("5", "1.0") + "hello"), StartsWith("HTTP/1.1 200 "));
}

TEST(Server, SpeaksHttp10) {
  const auto server = serve();
  EXPECT_THAT(ask_raw(place_of(server), "GET / HTTP/1.0\r\n\r\n" + std::string(kBehind)),
              AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("\r\nConnection: close\r\n"), EndsWith("\r\n\r\nGET / ")));
  RawClient client(place_of(server));
  client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(client.receive().field("Connection"), "keep-alive");
  client.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.receive().field("Connection"), "close");
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, AnswersWhoHasSentAll) {
  Held held;
  const auto server = serve(held.holder());
  RawClient client(place_of(server));
  client.send(kGet);
  client.finish();
  held.next().send(Answer(200).text("hello"));
  EXPECT_EQ(client.receive().body, "hello");
  EXPECT_TRUE(client.is_closed());
}

TEST(Reply, ThatIsNotUsedAnswers500) {
  const auto server = serve([](const Incoming& incoming, Reply reply) {
    if (incoming.raw_path() == "/throws") throw std::runtime_error("secret of the handler");
    if (incoming.raw_path() == "/spoilt") {
      return reply.send(Answer(200).with("Location", "/x\r\nSet-Cookie: a=b").text("hello"));
    }
    if (incoming.raw_path() == "/ours") return reply.send(Answer(200).with("Content-Length", "99").text("hello"));
    if (incoming.raw_path() == "/late") {
      return std::thread([late = std::move(reply)] {}).join();
    }
    if (incoming.raw_path() == "/good") reply.send(Answer(200).text("good"));
  });
  RawClient client(place_of(server));
  for (const auto* path : {"/dropped", "/throws", "/spoilt", "/ours", "/late"}) {
    client.send(get(path));
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 500) << path;
    EXPECT_THAT(answer.head + answer.body,
                AllOf(Not(HasSubstr("Set-Cookie")), Not(HasSubstr("secret")), HasSubstr("\"internal\"")));
  }
  client.send(get("/good"));
  EXPECT_EQ(client.receive().body, "good");
}

TEST(Reply, GoesNowhereOnceItsPeerOrServerIsGone) {
  Held held;
  std::optional<Server> server(serve(held.holder()));
  RawClient lost(place_of(*server));
  lost.send(kGet);
  auto to_lost = held.next();
  lost.reset();
  wait_until([&server] { return server->counts().open == 0; });
  to_lost.send(Answer(200));
  RawClient client(place_of(*server));
  client.send(std::string(kGet) + get("/2"));
  auto late = held.next();
  server->stop();
  EXPECT_TRUE(client.is_closed());
  EXPECT_EQ(server->counts().requests, 2U);
  server.reset();
  auto stream = late.stream(Answer(200));
  EXPECT_FALSE(stream.is_open());
  EXPECT_FALSE(stream.send("x"));
}

TEST(Reply, SendsAnAnswerThatManyShare) {
  const auto shared = std::make_shared<const Answer>(
      Answer(200).with("ETag", "\"x\"").shared(std::make_shared<const std::string>("shared")));
  auto options = options_at("127.0.0.1:0");
  options.threads = 2;
  const auto server = serve(std::move(options), [shared](const Incoming&, Reply reply) { reply.send(shared); });
  for (int i = 0; i < 8; ++i) {
    RawClient client(place_of(server));
    client.send(std::string(kGet) + std::string(kGet));
    for (int j = 0; j < 2; ++j) {
      const auto answer = client.receive();
      EXPECT_EQ(answer.field("ETag"), "\"x\"");
      EXPECT_EQ(answer.body, "shared");
    }
  }
}

TEST(WorkersOfAServer, RefuseWhatWouldWaitTooLong) {
  std::promise<void> go;
  const auto gone = go.get_future().share();
  std::atomic<int> begun = 0;
  Workers workers(1, 1);
  const auto server = serve([&](Incoming incoming, Reply reply) {
    workers.take(std::move(incoming), std::move(reply), [&](Incoming taken, Reply way_back) {
      ++begun;
      gone.wait();
      if (taken.raw_path() == "/throws") throw std::runtime_error("no");
      echo(taken, std::move(way_back));
    });
  });
  RawClient working(place_of(server));
  working.send(get("/1"));
  wait_until([&begun] { return begun == 1; });
  RawClient waiting(place_of(server));
  waiting.send(get("/throws"));
  wait_until([&server] { return server.counts().requests == 2; });
  RawClient third(place_of(server));
  third.send(get("/3"));
  const auto refused = third.receive();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.field("Retry-After"), "1");
  go.set_value();
  EXPECT_EQ(working.receive().body, "GET /1 ");
  EXPECT_EQ(waiting.receive().status, 500);
}

/// Streams that the tests hold, to GET; the rest is answered at once.
class Streams {
 public:
  Answering opener() {
    return [this](const Incoming& incoming, Reply reply) {
      if (incoming.raw_path() != "/stream") return echo(incoming, std::move(reply));
      stream_.set_value(reply.stream(Answer(200).with("Content-Type", "text/event-stream").text("left out")));
    };
  }
  Stream take() { return stream_.get_future().get(); }

 private:
  std::promise<Stream> stream_;
};

TEST(Stream, SendsWhatItIsGivenUntilItsEnd) {
  for (const bool ends_itself : {true, false}) {
    Streams streams;
    const auto server = serve(streams.opener());
    RawClient client(place_of(server));
    client.send(get("/stream") + std::string(kBehind));
    std::optional<Stream> stream(streams.take());
    const auto head = client.receive();
    EXPECT_EQ(head.field("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head.field("Connection"), "close");
    EXPECT_EQ(head.field("Content-Length"), "");
    EXPECT_TRUE(stream->send("hello"));
    EXPECT_EQ(client.peek(10), "5\r\nhello\r\n");
    EXPECT_TRUE(stream->is_open());
    EXPECT_TRUE(stream->send("0123456789abcdefg"));
    ends_itself ? stream->end() : stream.reset();
    EXPECT_EQ(client.rest(), "5\r\nhello\r\n11\r\n0123456789abcdefg\r\n0\r\n\r\n");
    if (stream) {
      EXPECT_FALSE(stream->send("more"));
    }
    EXPECT_EQ(server.counts().requests, 1U) << "nothing behind a stream's request is served";
  }
}

TEST(Stream, IsPlainInHttp10AndAHeadAloneForHead) {
  {
    Streams streams;
    const auto server = serve(streams.opener());
    RawClient client(place_of(server));
    client.send("GET /stream HTTP/1.0\r\n\r\n");
    {
      auto stream = streams.take();
      EXPECT_TRUE(stream.send("hello"));
    }
    EXPECT_THAT(client.rest(), AllOf(Not(HasSubstr("chunked")), EndsWith("\r\n\r\nhello")));
  }
  Streams streams;
  const auto server = serve(streams.opener());
  RawClient client(place_of(server));
  client.send("HEAD /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto stream = streams.take();
  EXPECT_THAT(client.rest(), EndsWith("\r\n\r\n"));
  wait_until([&stream] { return !stream.is_open(); });
}

TEST(Stream, KnowsThatItsPeerHasGone) {
  Streams streams;
  const auto server = serve(streams.opener());
  RawClient client(place_of(server));
  client.send(get("/stream"));
  auto stream = streams.take();
  EXPECT_EQ(client.receive().status, 200);
  client.reset();
  wait_until([&stream] { return !stream.is_open(); });
  EXPECT_FALSE(stream.send("x"));
}

/// At once, not only once its time to write is over: what nobody takes holds no memory meanwhile.
TEST(Stream, IsCutWhereItsPeerDoesNotKeepUp) {
  auto options = options_at("127.0.0.1:0");
  options.stream_bytes = std::size_t{64} << 10;
  options.write_time = Milliseconds(3'600'000);
  Streams streams;
  const auto server = serve(std::move(options), streams.opener());
  RawClient client(place_of(server));
  client.send(get("/stream"));
  auto stream = streams.take();
  EXPECT_EQ(client.receive().status, 200);
  const std::string piece(8192, 'x');
  // What the sockets hold is full once a piece stays queued; it is sent piece by piece until then.
  wait_until([&] { return !stream.send(piece); });
  EXPECT_FALSE(stream.is_open());
  EXPECT_FALSE(stream.send("x"));
  wait_until([&server] { return server.counts().open == 0; });
  EXPECT_THAT(client.rest(), Not(EndsWith("0\r\n\r\n")));
}

TEST(Drain, EndsWithoutFailingAnybody) {
  auto options = options_at("127.0.0.1:0");
  options.drain_grace = Milliseconds(60'000);
  Held held;
  Streams streams;
  auto server =
      serve(std::move(options), [hold = held.holder(), open = streams.opener()](Incoming incoming, Reply reply) {
        const bool holds = incoming.raw_path() == "/held";
        (holds ? hold : open)(std::move(incoming), std::move(reply));
      });
  RawClient kept(place_of(server));
  kept.send(kGet);
  EXPECT_EQ(kept.receive().field("Connection"), "");
  RawClient in_flight(place_of(server));
  in_flight.send(get("/held"));
  auto reply = held.next();
  RawClient listening(place_of(server));
  listening.send(get("/stream"));
  auto stream = streams.take();
  EXPECT_EQ(listening.receive().status, 200);

  auto drained = std::async(std::launch::async, [&server] { return server.drain(Milliseconds(600'000)); });
  EXPECT_EQ(listening.rest(), "0\r\n\r\n");  // by which it is known to have begun
  EXPECT_FALSE(stream.send("x"));
  kept.send(kGet);
  const auto last = kept.receive();
  EXPECT_EQ(last.status, 200);
  EXPECT_EQ(last.field("Connection"), "close");
  EXPECT_TRUE(kept.is_closed());
  reply.send(Answer(200).text("late"));
  const auto late = in_flight.receive();
  EXPECT_EQ(late.body, "late");
  EXPECT_EQ(late.field("Connection"), "close");
  EXPECT_TRUE(in_flight.is_closed());
  for (auto* each : {&kept, &in_flight, &listening}) each->reset();
  const auto [ended, cut] = drained.get();
  EXPECT_EQ(ended, 3U);
  EXPECT_EQ(cut, 0U);
}

TEST(Drain, ClosesWhatIsIdleAndCutsWhatStaysTooLong) {
  auto options = options_at("127.0.0.1:0");
  options.drain_grace = Milliseconds(20);
  Held held;
  auto server = serve(std::move(options), held.holder());
  RawClient idle(place_of(server));
  RawClient in_flight(place_of(server));
  in_flight.send(kGet);
  auto reply = held.next();
  std::thread client([&idle] {
    EXPECT_TRUE(idle.is_closed());
    idle.reset();
  });
  const auto [ended, cut] = server.drain(Milliseconds(2'000));
  client.join();
  EXPECT_EQ(ended, 1U);
  EXPECT_EQ(cut, 1U);
  EXPECT_TRUE(in_flight.is_closed());
  reply.send(Answer(200));
}

TEST(UnixSocket, TellsWhoIsThere) {
  const servers::ScratchFolder folder;
  const auto path = (folder.path() / "s").string();
  {
    auto options = options_at("unix:" + path);
    options.connections_per_address = 1;
    const auto server = serve(std::move(options), [](const Incoming& incoming, Reply reply) {
      const auto& peer = incoming.peer();
      reply.send(Answer(200).text(std::to_string(peer.uid.value_or(99'999)) + " " + peer.address_text +
                                  (peer.address || peer.loopback || peer.tls ? "?" : "")));
    });
    struct stat found{};
    ASSERT_EQ(::lstat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0600U);
    RawClient first(place_of(server));
    RawClient second(place_of(server));  // has no address that could have too many
    for (auto* each : {&first, &second}) {
      each->send(kGet);
      EXPECT_EQ(each->receive().body, std::to_string(::getuid()) + " unix");
    }
    EXPECT_EQ(Server::start(options_at("unix:" + path), std::make_shared<Calls>(echo)).error().reason,
              Reason::already_exists);
  }
  EXPECT_NE(::access(path.c_str(), F_OK), 0) << "its file ends with it";
}

TEST(Peer, IsAnAddressOnAPort) {
  const auto server = serve([](const Incoming& incoming, Reply reply) {
    const auto& peer = incoming.peer();
    reply.send(Answer(200).text(peer.address_text + (peer.loopback ? " loopback" : "") + (peer.uid ? " uid" : "")));
  });
  RawClient client(place_of(server));
  client.send(kGet);
  EXPECT_EQ(client.receive().body, "127.0.0.1 loopback");
}

/// OpenSSL's own client and certificates, by its command line: other code than the server's.
class Certificates {
 public:
  /// Each is its own CA.
  explicit Certificates(std::initializer_list<std::string> names) {
    std::ofstream(path("request")) << "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    for (const auto& name : names) {
      run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=" + name +
          " -addext subjectAltName=DNS:" + name + ".example -keyout " + path(name + ".key") + " -out " +
          path(name + ".pem"));
    }
  }
  [[nodiscard]] crypto::TlsMaterial material(const std::string& name, const std::string& client_ca = {}) const {
    return {.certificates = text_of(name + ".pem"),
            .key = base::SecretBytes::copy_of(text_of(name + ".key")),
            .client_ca = client_ca.empty() ? std::string() : text_of(client_ca + ".pem")};
  }
  /// What came back for one request to a server that must show the certificate of `trusted`; `as`: whose is shown to
  /// it.
  [[nodiscard]] std::string ask(const Listen& server, const std::string& trusted, const std::string& as = {}) const {
    return run("openssl s_client -quiet -ign_eof -verify_return_error -CAfile " + path(trusted + ".pem") +
               (as.empty() ? "" : " -cert " + path(as + ".pem") + " -key " + path(as + ".key")) + " -connect " +
               server.text() + " <" + path("request"));
  }

 private:
  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  [[nodiscard]] std::string text_of(const std::string& name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::string run(const std::string& command) {
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen((command + " 2>/dev/null").c_str(), "r"), ::pclose);
    std::string output;
    std::array<char, 4096> some{};
    while (const auto got = std::fread(some.data(), 1, some.size(), pipe.get())) output.append(some.data(), got);
    return output;
  }

  servers::ScratchFolder folder_;
};

void say_who(const Incoming& incoming, Reply reply) {
  const auto& peer = incoming.peer();
  std::string text = peer.tls ? "tls" : "plain";
  if (peer.certificate) text += " " + peer.certificate->subject + " " + peer.certificate->names.at(0);
  reply.send(Answer(200).text(std::move(text)));
}

Options tls_options(crypto::TlsMaterial material) {
  auto options = options_at("127.0.0.1:0", true);
  options.tls = std::move(material);
  return options;
}

TEST(ServerWithTls, KnowsItsClientsByTheirCertificates) {
  const Certificates certificates{"server", "client", "stranger"};
  auto options = tls_options(certificates.material("server", "client"));
  options.listen.push_back(*Listen::parse("127.0.0.1:0", false));
  const auto server = serve(std::move(options), say_who);
  EXPECT_THAT(certificates.ask(place_of(server), "server"), EndsWith("\r\n\r\ntls"));
  EXPECT_THAT(certificates.ask(place_of(server), "server", "client"),
              EndsWith("\r\n\r\ntls CN=client DNS:client.example"));
  EXPECT_EQ(server.counts().handshakes_failed, 0U);
  EXPECT_EQ(certificates.ask(place_of(server), "server", "stranger"), "");
  EXPECT_EQ(certificates.ask(place_of(server), "stranger"), "") << "the client knows another CA";
  EXPECT_EQ(server.counts().handshakes_failed, 2U);
  EXPECT_EQ(server.counts().requests, 2U);
  RawClient plain(server.addresses()[1]);
  plain.send(kGet);
  EXPECT_EQ(plain.receive().body, "plain");
}

TEST(ServerWithTls, TurnsAwayWhoMustShowACertificateAndDoesNot) {
  const Certificates certificates{"server", "client"};
  auto material = certificates.material("server", "client");
  material.client_certificate_must = true;
  const auto server = serve(tls_options(std::move(material)), say_who);
  EXPECT_EQ(certificates.ask(place_of(server), "server"), "");
  EXPECT_THAT(certificates.ask(place_of(server), "server", "client"), HasSubstr("CN=client"));
  EXPECT_EQ(server.counts().requests, 1U);
}

TEST(ServerWithTls, ShowsNewConnectionsANewCertificate) {
  const Certificates certificates{"old", "new"};
  auto server = serve(tls_options(certificates.material("old")), say_who);
  EXPECT_THAT(certificates.ask(place_of(server), "old"), EndsWith("tls"));
  auto broken = certificates.material("new");
  broken.certificates = "no certificate";
  EXPECT_FALSE(server.replace_tls(broken));
  auto crossed = certificates.material("new");
  crossed.key = certificates.material("old").key;
  EXPECT_EQ(server.replace_tls(crossed).error().reason, Reason::bad_value);
  EXPECT_THAT(certificates.ask(place_of(server), "old"), EndsWith("tls"));
  ASSERT_TRUE(server.replace_tls(certificates.material("new")));
  EXPECT_THAT(certificates.ask(place_of(server), "new"), EndsWith("tls"));
  EXPECT_EQ(certificates.ask(place_of(server), "old"), "");
}

TEST(ServerWithTls, ClosesOnWhatIsNoHandshakeAndOnASlowOne) {
  const Certificates certificates{"server"};
  auto options = tls_options(certificates.material("server"));
  options.head_time = Milliseconds(50);
  const auto server = serve(std::move(options));
  EXPECT_THAT(ask_raw(place_of(server), kGet), Not(HasSubstr("HTTP")));
  EXPECT_EQ(ask_raw(place_of(server), "\x16\x03\x01"), "");
  wait_until([&server] { return server.counts().open == 0; });
  EXPECT_EQ(server.counts().handshakes_failed, 2U);
  EXPECT_EQ(server.counts().timed_out, 1U);
}

}  // namespace
}  // namespace jwtkeep::web

#include "jwtkeep/web/connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <charconv>
#include <utility>

#include "jwtkeep/base/reason.hpp"
#include "jwtkeep/web/problem.hpp"
#include "jwtkeep/web/status.hpp"

namespace jwtkeep::web {
namespace {

using State = crypto::TlsStep::State;
using std::chrono::steady_clock;

constexpr std::size_t kOneRecord = std::size_t{16} << 10;  // the most plaintext in one (RFC 8446 section 5.1)
constexpr std::size_t kMostCopied = std::size_t{4} << 10;  // bytes of a body: to copy them costs less than two pieces
constexpr std::size_t kLeastTakenRate = std::size_t{16} << 10;  // bytes a second of an answer
constexpr std::chrono::seconds kRateAfter{5};
constexpr Milliseconds kLinger{1000};
constexpr std::size_t kLingerBytes = std::size_t{256} << 10;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kChunked = "Transfer-Encoding: chunked\r\n";
constexpr std::string_view kLastChunk = "0\r\n\r\n";

template <class Number>
void append_number(std::string& out, Number number, int base = 10) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
  out.append(digits.data(), end);
}

}  // namespace

/// The connection as a Reply knows it: it may outlive the connection, the thread and the server.
class Connection::Link final : public ReplySink {
 public:
  explicit Link(Connection& connection)
      : mailbox_(connection.loop_.mailbox()),
        connection_(connection.weak_from_this()),
        most_queued_(connection.loop_.options().stream_bytes) {}

  void send(AnyAnswer answer) override {
    if (handling != nullptr && handling->link_.get() == this) {
      handling->answer_ = std::move(answer);
      return;
    }
    mailbox_->post([connection = connection_, answer = std::move(answer)]() mutable {
      if (const auto found = connection.lock()) found->take(std::move(answer));
    });
  }

  std::shared_ptr<StreamQueue> stream(Answer head) override {
    auto wake = [mailbox = mailbox_, connection = connection_] {
      mailbox->post([connection] {
        if (const auto found = connection.lock()) found->wake();
      });
    };
    auto queue = std::make_shared<StreamQueue>(most_queued_, std::move(wake));
    // Whoever has this one last closes the stream: the connection, or whatever it is lost with on its way there.
    std::shared_ptr<StreamQueue> receiver(queue.get(), [queue](StreamQueue*) { queue->close(); });
    mailbox_->post([connection = connection_, head = std::move(head), receiver = std::move(receiver)]() mutable {
      if (const auto found = connection.lock()) found->take(std::move(head), std::move(receiver));
    });
    return queue;
  }

  /// The connection whose handler this thread is in: its answer needs no way through the mailbox.
  static thread_local Connection* handling;

 private:
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<Connection> connection_;
  std::size_t most_queued_;  ///< bytes of a stream
};

thread_local Connection* Connection::Link::handling = nullptr;

Connection::Connection(EventLoop& loop, Channel channel, Peer peer)
    : loop_(loop),
      channel_(std::move(channel)),
      ready_(loop.context()),
      peer_(std::make_shared<Peer>(std::move(peer))),
      reader_(loop.options().head_bytes) {}

Connection::~Connection() {
  if (ready_.is_open()) ready_.release();  // the channel closes it
}

bool Connection::start(EventLoop& loop, Channel channel, Peer peer) {
  const auto made = std::make_shared<Connection>(loop, std::move(channel), std::move(peer));
  boost::system::error_code error;
  (void)made->ready_.assign(made->channel_.fd(), error);
  if (error) return false;
  made->link_ = std::make_shared<Link>(*made);
  made->place_ = loop.enter(made.get());
  asio::co_spawn(loop.context(), run(made), asio::detached);
  return true;
}

void Connection::check(Moment now) {
  const auto since = now - body_since_;
  const bool slow =
      phase_ == Phase::body && since > kRateAfter &&
      reader_.body_bytes() / static_cast<std::size_t>(std::chrono::floor<std::chrono::seconds>(since).count()) <
          loop_.options().body_rate;
  if (now < deadline_ && !slow) return;
  deadline_ = kNever;
  expired_ = true;
  wake();
}

void Connection::drain(Moment now) {
  if (phase_ == Phase::idle) deadline_ = std::min(deadline_, now + loop_.options().drain_grace);
  if (phase_ == Phase::streaming) wake();
}

void Connection::cut() {
  cut_ = true;
  wake();
}

void Connection::take(AnyAnswer answer) {
  answer_ = std::move(answer);
  wake();
}

void Connection::take(Answer head, std::shared_ptr<StreamQueue> queue) {
  answer_ = AnyAnswer(std::move(head));
  stream_ = std::move(queue);
  wake();
}

void Connection::wake() { ready_.cancel(); }

void Connection::note(const boost::system::error_code& error) {
  if (error && error != asio::error::operation_aborted) gone_ = true;
}

void Connection::enter(Phase phase, Milliseconds limit) {
  phase_ = phase;
  deadline_ = steady_clock::now() + limit;
}

void Connection::leave() {
  if (stream_ != nullptr) stream_->close();
  loop_.leave(place_, peer_->address);
}

Task<void> Connection::run(std::shared_ptr<Connection> self) {
  const bool welcome = co_await self->shake_hands();
  bool more = welcome;
  while (more) more = co_await self->serve_one();
  if (welcome && !self->is_over()) co_await self->linger();
  self->leave();
}

Task<bool> Connection::shake_hands() {
  if (!channel_.is_tls()) co_return true;
  enter(Phase::head, loop_.options().head_time);
  while (!is_over()) {
    const auto step = channel_.handshake();
    if (step.state == State::done) {
      peer_->certificate = channel_.client();
      co_return true;
    }
    if (step.state == State::closed || step.state == State::failed) break;
    const auto [error] = co_await wait_for(step.state);
    note(error);
  }
  if (expired_) ++loop_.counts().timed_out;
  if (!cut_) ++loop_.counts().handshakes_failed;
  co_return false;
}

Task<bool> Connection::serve_one() {
  const bool whole = co_await read_request();
  if (!whole) {
    if (reader_.state() == RequestReader::State::refused) co_await send_refusal();
    co_return false;
  }
  call_handler();
  while (!answer_ && !is_over()) {
    const auto [error] = co_await wait(Descriptor::wait_error);
    if (!error) gone_ = true;  // reset by the peer: there is nobody to answer
    note(error);
  }
  if (is_over()) co_return false;
  if (stream_ != nullptr) {
    co_await send_stream();
    co_return false;
  }
  if (answer_->get().is_spoilt()) {
    answer_ =
        AnyAnswer(problem(500, base::word(base::Reason::internal), phrase(500), "the answer held what cannot be sent"));
  }
  co_await behind_the_others();
  const auto& answer = answer_->get();
  const bool bodiless = head_only_ || is_bodiless(answer.status());
  compose(answer, {});
  auto body = bodiless ? base::ByteView{} : answer.reveal_body([](auto bytes) { return bytes; });
  if (body.size() <= kMostCopied && !answer.is_secret()) {
    loop_.scratch() += base::as_text(body);
    body = {};
  }
  const bool written = co_await write(base::as_bytes(loop_.scratch()), body);
  answer_.reset();
  if (!written || !keeps()) co_return false;
  co_await behind_the_others();
  co_return !is_over();
}

/// Behind all that is ready by now. So a turn of the loop first reads what has come, then sends the answers: a client
/// that sleeps is woken once for all of them rather than for each, which costs more than to send one; and what it asks
/// next is mostly there when it is read again, without the loop being asked for it.
Task<void> Connection::behind_the_others() { return asio::post(loop_.context(), asio::use_awaitable_t<Executor>{}); }

Task<bool> Connection::read_request() {
  phase_ = Phase::idle;
  deadline_ = loop_.about_now() + (loop_.draining() ? loop_.options().drain_grace : loop_.options().idle_time);
  while (true) {
    const auto state = reader_.advance();
    if (state == RequestReader::State::whole) co_return true;
    if (state == RequestReader::State::refused) co_return false;
    if (state == RequestReader::State::head_done) {
      if (!begin_body()) co_return false;
      continue;
    }
    if (state == RequestReader::State::head && phase_ == Phase::idle) enter(Phase::head, loop_.options().head_time);
    const bool some = co_await read_some();
    if (!some) co_return false;
  }
}

Task<bool> Connection::read_some() {
  while (true) {
    const auto step = channel_.read(reader_.room());
    if (step.state == State::done) {
      reader_.took(step.size);
      co_return true;
    }
    reader_.rest();
    if (step.state == State::closed || step.state == State::failed) {
      gone_ = true;
      co_return false;
    }
    bool for_another = true;  // woken for something that does not concern who reads
    while (for_another && !is_over()) {
      const auto [error] = co_await wait_for(step.state);
      note(error);
      for_another = static_cast<bool>(error);
    }
    if (is_over()) break;
  }
  if (expired_ && !cut_ && !gone_ && phase_ != Phase::idle) {
    ++loop_.counts().timed_out;
    reader_.give_up({.status = 408, .reason = base::Reason::io_failed, .what = "the request came too slowly"});
    expired_ = false;
  }
  co_return false;
}

/// False: it is refused, or cannot go on.
bool Connection::begin_body() {
  const auto& request = reader_.request();
  const auto& options = loop_.options();
  const auto most =
      options.limits ? options.limits(request.part(request.head.method), request.target) : options.body_bytes;
  const bool expects = request.head.expects_continue;
  const auto state = reader_.begin_body(most);
  if (state != RequestReader::State::body) return state != RequestReader::State::refused;
  enter(Phase::body, options.body_time);
  body_since_ = steady_clock::now();
  return !expects || reader_.has_body_bytes() || send_continue();
}

/// It fits into any socket's buffer that is not full of what the peer does not take.
bool Connection::send_continue() {
  const auto step = channel_.write(base::as_bytes(kContinue), {});
  if (step.state == State::done && step.size == kContinue.size()) return true;
  gone_ = true;
  return false;
}

void Connection::call_handler() {
  auto request = reader_.take();
  request->peer = peer_;
  request->arrival = loop_.options().clock();
  keep_ = request->head.keep_alive;
  http_1_0_ = request->head.http_1_0;
  head_only_ = request->part(request->head.method) == "HEAD";
  phase_ = Phase::answering;
  deadline_ = kNever;
  answer_.reset();
  ++loop_.counts().requests;
  Link::handling = this;
  try {
    loop_.shared().handler->answer(Incoming(std::move(request)), Reply(link_));
  } catch (...) {  // NOLINT(bugprone-empty-catch): its Reply has answered 500 on the way out
  }
  Link::handling = nullptr;
}

/// The whole head, into the loop's scratch. `framing`: a line in place of Content-Length, for a stream.
void Connection::compose(const Answer& answer, std::string_view framing) {
  auto& out = loop_.scratch();
  out.assign("HTTP/1.1 ");
  append_number(out, answer.status());
  out.append(" ").append(phrase(answer.status())).append("\r\n").append(loop_.date_line());
  if (stream_ != nullptr) {
    out += framing;
  } else if (!is_bodiless(answer.status())) {
    out += "Content-Length: ";
    append_number(out, answer.body_size());
    out += "\r\n";
  }
  if (!keeps() || stream_ != nullptr) {
    out += "Connection: close\r\n";
  } else if (http_1_0_) {
    out += "Connection: keep-alive\r\n";
  }
  out.append(answer.lines()).append("\r\n");
}

/// `head` may lie in the loop's scratch: what does not go at once is kept.
Task<bool> Connection::write(base::ByteView head, base::ByteView body) {
  const bool one_record = channel_.is_tls() && !body.empty() && head.size() + body.size() <= kOneRecord;
  std::string rest;
  if (one_record) {
    rest.reserve(head.size() + body.size());
    rest.append(base::as_text(head)).append(base::as_text(body));
    head = base::as_bytes(rest);
    body = {};
  }
  bool written = false;
  while (true) {
    const auto step = channel_.write(head, body);
    if (step.state == State::done) {
      const auto of_head = std::min(step.size, head.size());
      head = head.subspan(of_head);
      body = body.subspan(step.size - of_head);
      if (head.empty() && body.empty()) {
        written = true;
        break;
      }
      continue;
    }
    if (step.state == State::closed || step.state == State::failed) {
      gone_ = true;
      break;
    }
    if (phase_ != Phase::writing) {
      const auto for_size = std::chrono::seconds((head.size() + body.size()) / kLeastTakenRate);
      enter(Phase::writing, loop_.options().write_time + for_size);
    }
    if (!head.empty() && rest.empty()) {
      rest = base::as_text(head);
      head = base::as_bytes(rest);
    }
    const auto [error] = co_await wait_for(step.state);
    note(error);
    if (stream_ != nullptr && stream_->has_overflowed()) gone_ = true;  // cut at once: nobody waits for it
    if (is_over()) {
      if (expired_) ++loop_.counts().timed_out;
      break;
    }
  }
  if (one_record) base::wipe({reinterpret_cast<std::uint8_t*>(rest.data()), rest.size()});  // the body may be a secret
  co_return written;
}

Task<void> Connection::send_refusal() {
  const auto& refusal = reader_.refusal();
  ++loop_.counts().refused;
  keep_ = false;
  http_1_0_ = false;
  const auto answer =
      problem(refusal.status, base::word(refusal.reason), phrase(refusal.status), refusal.what, refusal.hint);
  compose(answer, {});
  co_await write(base::as_bytes(loop_.scratch()),
                 reader_.is_head_method() ? base::ByteView{} : answer.reveal_body([](auto bytes) { return bytes; }));
}

Task<void> Connection::send_stream() {
  compose(answer_->get(), http_1_0_ ? std::string_view{} : kChunked);
  bool open = co_await write(base::as_bytes(loop_.scratch()), {});
  open = open && !head_only_;
  std::string text;
  std::string frame;
  while (open) {
    const auto next = stream_->take(text);
    if (next == StreamQueue::Next::cut) {
      gone_ = true;
      break;
    }
    if (next == StreamQueue::Next::text) {
      frame.clear();
      if (!http_1_0_) append_number(frame, text.size(), 16);
      frame.append(http_1_0_ ? "" : "\r\n").append(text).append(http_1_0_ ? "" : "\r\n");
      phase_ = Phase::streaming;
      open = co_await write(base::as_bytes(frame), {});
      continue;
    }
    if (next == StreamQueue::Next::end || loop_.draining()) {
      if (!http_1_0_) co_await write(base::as_bytes(kLastChunk), {});
      break;
    }
    phase_ = Phase::streaming;
    deadline_ = kNever;
    const auto [error] = co_await wait(Descriptor::wait_read);
    note(error);
    if (!error) {
      std::array<char, 512> ignored;  // NOLINT(*-member-init): nothing behind a stream's request is served
      const auto step = channel_.read(ignored);
      gone_ = gone_ || step.state == State::closed || step.state == State::failed;
    }
    open = !is_over();
  }
  stream_->close();
}

/// Ends what is sent, then waits for the peer to do so too: closing with bytes unread would have the kernel reset the
/// connection, and the peer might never see the answer that it got (RFC 9112 section 9.6).
Task<void> Connection::linger() {
  channel_.finish();
  enter(Phase::leaving, kLinger);
  std::size_t left = kLingerBytes;
  while (left != 0 && !is_over()) {
    const auto step = channel_.discard(left);
    if (step.state == State::done) {
      left -= step.size;
      continue;
    }
    if (step.state != State::want_read) break;
    const auto [error] = co_await wait(Descriptor::wait_read);
    note(error);
  }
}

}  // namespace jwtkeep::web

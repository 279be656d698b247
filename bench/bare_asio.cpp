// What Asio itself allows: one thread that reads whatever comes and answers with the same bytes as serve_plain, without
// parsing, time-outs or bounds. For bench/web.py. Its address is on standard output; it ends by a signal.
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cstdio>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

const std::string& answer() {
  static const std::string text =
      "HTTP/1.1 200 OK\r\nDate: Sat, 28 Nov 2026 12:00:00 GMT\r\nContent-Length: 1024\r\n"
      "Content-Type: application/json\r\nCache-Control: max-age=300\r\n\r\n" +
      std::string(1024, 'x');
  return text;
}

asio::awaitable<void> echo(tcp::socket socket) {
  std::array<char, 2048> buffer{};
  while (true) {
    const auto [failed, size] = co_await socket.async_read_some(asio::buffer(buffer), kAwait);
    if (failed || size == 0) co_return;
    const auto [broken, sent] = co_await asio::async_write(socket, asio::buffer(answer()), kAwait);
    if (broken || sent == 0) co_return;
  }
}

asio::awaitable<void> listen(tcp::acceptor& acceptor) {
  while (true) {
    auto [failed, socket] = co_await acceptor.async_accept(kAwait);
    if (failed) continue;
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)), asio::detached);
  }
}

}  // namespace

int main() {
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::make_address("127.0.0.1"), 0});
  (void)std::printf("127.0.0.1:%d\n", acceptor.local_endpoint().port());
  (void)std::fflush(stdout);
  asio::co_spawn(context, listen(acceptor), asio::detached);
  context.run();
}

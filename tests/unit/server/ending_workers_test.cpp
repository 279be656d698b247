// What waits for a thread when the server ends.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <optional>

#include "jwtkeep/web/reply_sink.hpp"
#include "jwtkeep/web/request.hpp"
#include "jwtkeep/web/workers.hpp"

namespace jwtkeep::server {
namespace {

using namespace std::chrono_literals;

class Answered final : public web::ReplySink {
 public:
  void send(web::AnyAnswer answer) override { status_.set_value(answer.get().status()); }
  std::shared_ptr<web::StreamQueue> stream(web::Answer) override { return nullptr; }
  std::future<int> status() { return status_.get_future(); }

 private:
  std::promise<int> status_;
};

web::Incoming request() { return web::Incoming(std::make_unique<web::Request>()); }

TEST(WorkersAtTheEnd, GiveUpWhatStillWaits) {
  const auto first = std::make_shared<Answered>();
  const auto second = std::make_shared<Answered>();
  auto first_status = first->status();
  auto second_status = second->status();
  std::promise<void> begun;
  std::atomic<bool> done = false;
  std::optional<web::Workers> workers(std::in_place, std::size_t{1}, std::size_t{8});
  workers->take(request(), web::Reply(first), [&](web::Incoming, web::Reply reply) {
    begun.set_value();
    // The other one is answered although this is not yet done.
    EXPECT_EQ(second_status.wait_for(30s), std::future_status::ready);
    reply.send(web::Answer(204));
  });
  begun.get_future().wait();
  workers->take(request(), web::Reply(second), [&](web::Incoming, web::Reply reply) {
    done = true;
    reply.send(web::Answer(204));
  });
  workers.reset();
  EXPECT_EQ(first_status.get(), 204);
  EXPECT_EQ(second_status.get(), 500);
  EXPECT_FALSE(done);
}

}  // namespace
}  // namespace jwtkeep::server

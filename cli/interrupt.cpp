#include "cli/interrupt.hpp"

#include <array>
#include <csignal>

namespace jwtkeep::cli {
namespace {

constexpr std::array kTaken{SIGINT, SIGTERM, SIGHUP};

// What a handler may touch is free of locks.
std::atomic<std::atomic<bool>*> stopped{nullptr};
std::atomic<std::atomic<bool>*> hung_up{nullptr};
std::atomic<int> came{0};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

std::array<struct sigaction, kTaken.size()> before{};

void take(int number) {
  came = number;
  if (auto* stop = stopped.load()) *stop = true;
}

void take_hangup(int) {
  if (auto* hangup = hung_up.load()) *hangup = true;
}

}  // namespace

Interrupt::Interrupt(std::atomic<bool>& stop) : Interrupt(stop, nullptr) {}
Interrupt::Interrupt(std::atomic<bool>& stop, std::atomic<bool>& hangup) : Interrupt(stop, &hangup) {}

Interrupt::Interrupt(std::atomic<bool>& stop, std::atomic<bool>* hangup) {
  came = 0;
  stopped = &stop;
  hung_up = hangup;
  struct sigaction action{};
  action.sa_handler = take;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kTaken.size(); ++i) {
    sigaction(kTaken[i], nullptr, &before[i]);
    if (before[i].sa_handler == SIG_IGN && !(hangup != nullptr && kTaken[i] == SIGHUP)) continue;
    auto mine = action;
    if (hangup != nullptr && kTaken[i] == SIGHUP) {
      mine.sa_handler = take_hangup;
      mine.sa_flags = SA_RESTART;
    }
    sigaction(kTaken[i], &mine, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (std::size_t i = 0; i < kTaken.size(); ++i) sigaction(kTaken[i], &before[i], nullptr);
  stopped = nullptr;
  hung_up = nullptr;
}

int Interrupt::signal() noexcept { return came; }

}  // namespace jwtkeep::cli

#include "cli/interrupt.hpp"

#include <array>
#include <csignal>

namespace jwtkeep::cli {
namespace {

constexpr std::array kTaken{SIGINT, SIGTERM, SIGHUP};

// What a handler may touch is free of locks.
std::atomic<std::atomic<bool>*> stopped{nullptr};
std::atomic<int> came{0};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

std::array<struct sigaction, kTaken.size()> before{};

void take(int number) {
  came = number;
  if (auto* stop = stopped.load()) *stop = true;
}

}  // namespace

Interrupt::Interrupt(std::atomic<bool>& stop) {
  came = 0;
  stopped = &stop;
  struct sigaction action{};
  action.sa_handler = take;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < kTaken.size(); ++i) {
    sigaction(kTaken[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) sigaction(kTaken[i], &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  for (std::size_t i = 0; i < kTaken.size(); ++i) sigaction(kTaken[i], &before[i], nullptr);
  stopped = nullptr;
}

int Interrupt::signal() noexcept { return came; }

}  // namespace jwtkeep::cli

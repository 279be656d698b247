#include "jwtkeep/keyring/state.hpp"

#include <algorithm>

namespace jwtkeep::keyring {
namespace {

constexpr std::array<Transition, 9> kTransitions{{
    {State::pending, Event::activate, State::active, "P + S have passed since every destination held it"},
    {State::active, Event::supersede, State::retiring, "another key begins to sign in the same revision"},
    {State::retiring, Event::retire, State::retired,
     "Q + T + 2S have passed since every destination took it out of signing"},
    {State::pending, Event::compromise, State::compromised, "somebody says so"},
    {State::active, Event::compromise, State::compromised, "somebody says so"},
    {State::retiring, Event::compromise, State::compromised, "somebody says so"},
    {State::retired, Event::compromise, State::compromised, "somebody says so"},
    {State::retired, Event::destroy, State::retired, "the retention has passed since it was retired"},
    {State::compromised, Event::destroy, State::compromised, "the retention has passed since it was compromised"},
}};

}  // namespace

std::span<const Transition> transitions() noexcept { return kTransitions; }

std::optional<State> next_state(State from, Event event) noexcept {
  const auto row =
      std::ranges::find_if(kTransitions, [&](const Transition& t) { return t.from == from && t.event == event; });
  if (row == kTransitions.end()) return std::nullopt;
  return row->to;
}

bool verifies(State state) noexcept {
  return state == State::pending || state == State::active || state == State::retiring;
}

std::string_view word(State state) noexcept {
  switch (state) {
    case State::pending: return "pending";
    case State::active: return "active";
    case State::retiring: return "retiring";
    case State::retired: return "retired";
    case State::compromised: return "compromised";
  }
  return "";
}

std::string_view word(Event event) noexcept {
  switch (event) {
    case Event::activate: return "activate";
    case Event::supersede: return "supersede";
    case Event::retire: return "retire";
    case Event::compromise: return "compromise";
    case Event::destroy: return "destroy";
  }
  return "";
}

std::optional<State> state_from_word(std::string_view text) noexcept {
  for (const State state : kStates) {
    if (word(state) == text) return state;
  }
  return std::nullopt;
}

}  // namespace jwtkeep::keyring

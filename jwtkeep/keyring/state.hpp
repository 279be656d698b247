// The states of a key, and the one table of what may become what.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace jwtkeep::keyring {

/// The life of a key (DESIGN, "Words").
enum class State : std::uint8_t {
  pending,      ///< published: verifies, does not sign
  active,       ///< signs and verifies; at most one a keyring
  retiring,     ///< verifies only
  retired,      ///< refused
  compromised,  ///< refused at once
};

/// What can happen to a key.
enum class Event : std::uint8_t {
  activate,    ///< begins to sign
  supersede,   ///< another key began to sign in its place
  retire,      ///< no valid token can bear its signature any more
  compromise,  ///< somebody else may hold it
  destroy,     ///< its material is wiped; the state stays
};

/// One row of the table: `event` takes a key from `from` to `to`.
struct Transition {
  State from;
  Event event;
  State to;
  std::string_view must_hold;  ///< what `plan` guarantees before it asks for this, in words
};

inline constexpr std::array<State, 5> kStates{State::pending, State::active, State::retiring, State::retired,
                                              State::compromised};
inline constexpr std::array<Event, 5> kEvents{Event::activate, Event::supersede, Event::retire, Event::compromise,
                                              Event::destroy};

/// All transitions that exist; every (state, event) pair that is not here is refused.
std::span<const Transition> transitions() noexcept;

/// Where `event` takes a key that is in `from`; nothing when it may not happen.
std::optional<State> next_state(State from, Event event) noexcept;

/// Whether a key in this state makes a token valid: pending, active and retiring do.
bool verifies(State state) noexcept;

std::string_view word(State state) noexcept;
std::string_view word(Event event) noexcept;
std::optional<State> state_from_word(std::string_view text) noexcept;

}  // namespace jwtkeep::keyring

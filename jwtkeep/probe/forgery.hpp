// A class of forgeries: what it tries, what it means when it is taken, and how that is mended.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::probe {

enum class Severity : std::uint8_t {
  critical,  ///< anybody makes any token
  high,      ///< a token that should be refused is taken, or one token stops the service
  lenience,  ///< against the letter of the RFC, and no forgery by itself: told, and no negative answer
};
std::string_view word(Severity severity) noexcept;

/// By what a forgery is judged, beside being accepted.
enum class Judging : std::uint8_t {
  answer,  ///< by nothing else
  fetch,   ///< by whether our listener was asked
  strain,  ///< by how long the answer took, and whether the service lives on
};

/// Who could make it.
enum class Maker : std::uint8_t {
  anybody,  ///< who has a token, and what is public
  owner,    ///< who has the key that signs: so are the checks tried that come behind the signature
  keyring,  ///< who has other keys of the owner's
};

/// One token to send.
struct Attempt {
  std::string what;  ///< how it differs from the others of its class, e.g. `alg "nOnE"`
  std::string token;
  std::string watch = {};     ///< the path at our listener that the token names; empty: none
  bool owner_signed = false;  ///< a real key of the owner's made it: no report shows it
};

/// The attempts of one class, or why there are none.
struct Attempts {
  std::vector<Attempt> list;
  std::string untried = {};  ///< what was missing, and what gives it
};

/// One row of the catalogue.
struct Forgery {
  std::string_view id;     ///< one stable word
  std::string_view title;  ///< the class
  Severity severity;
  Judging judging;
  std::string_view cwe;                          ///< e.g. `CWE-347`
  std::span<const std::string_view> references;  ///< CVEs that are examples of it, RFC sections
  std::string_view means;                        ///< what somebody can do where it is accepted
  std::string_view mend;
  Attempts (*make)(const Material&);
  Maker maker = Maker::anybody;
};

/// All of them, in the order in which they are tried: those that may hurt the service come last.
std::span<const Forgery> forgeries() noexcept;

/// Nullptr where there is none of that id.
const Forgery* find_forgery(std::string_view id) noexcept;

}  // namespace jwtkeep::probe

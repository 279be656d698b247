// A small HTTP server that a forged token names: it tells whether the verifier asked it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/probe/material.hpp"

namespace jwtkeep::probe {

/// Answers GET and HEAD of the pages it was given, and 404 elsewhere; one thread, one request a connection, each within
/// two seconds and 8 KiB. It lives as long as the object.
class Listener {
 public:
  using Pages = std::map<std::string, std::string, std::less<>>;  ///< path to content

  /// `address` is an IP address with or without a port (`127.0.0.1`, `[::1]:8080`); without: any free one.
  /// Errors: `bad_value`; `io_failed`, `permission` where it cannot be bound.
  static base::Result<Listener> open(const std::string& address, Pages pages);

  Listener(Listener&&) noexcept;
  Listener& operator=(Listener&&) noexcept;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  [[nodiscard]] const std::string& origin() const noexcept;  ///< e.g. `http://127.0.0.1:4567`
  /// Whether somebody has asked for this path so far.
  [[nodiscard]] bool was_fetched(std::string_view path) const;

 private:
  struct Parts;
  explicit Listener(std::unique_ptr<Parts> parts) noexcept;
  std::unique_ptr<Parts> parts_;
};

/// What the forgeries `jku` and `x5u` point to: our own key set, and our certificate.
Listener::Pages pages_of(const OwnKey& own);

}  // namespace jwtkeep::probe

// The system's resolver, in this test program: names lead where the tests need it. (getaddrinfo is replaced by linking;
// all that is ours stays as it is.)
#pragma once

namespace jwtkeep::http {

/// `localhost` and `rebound.example` lead to 127.0.0.1 (a public name that was rebound to a private address),
/// `mixed.example` to 10.0.0.1 and 127.0.0.1, `far.example` to 10.0.0.1 alone. `slow.example` leads to 127.0.0.1 once
/// it is let go. All other names do not exist.
class NameServer {
 public:
  static void hold_slow();
  static void let_slow_go();
  static int slow_questions();  ///< so far
};

}  // namespace jwtkeep::http

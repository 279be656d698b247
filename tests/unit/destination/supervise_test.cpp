#include "jwtkeep/destination/supervise.hpp"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <functional>

#include "jwtkeep/base/json.hpp"
#include "memory_search.hpp"
#include "running.hpp"

namespace jwtkeep::destination {
namespace {

using std::chrono::milliseconds;
using Changed = base::Result<std::optional<std::vector<Variable>>>;

/// Nothing new.
Changed none() { return std::optional<std::vector<Variable>>{}; }

/// A supervised child that speaks through a pipe. Each test is the `poll` callback, which runs in the supervising
/// thread every few milliseconds: it looks at what the child has said and does the next thing.
class Supervise : public testing::Test {
 protected:
  Supervise() {
    options_.watch = true;
    options_.interval = milliseconds(5);
    options_.on_applied = [this](const Applied& applied) { applied_.push_back(applied); };
    options_.on_problem = [this](const base::Error& error) { problems_.push_back(error.reason); };
  }

  base::Result<int> supervise_with(const Command& command, std::string_view first,
                                   std::function<Changed(const std::string&)> on_line) {
    options_.poll = [this, on_line, polls = 0]() mutable {
      if (++polls > 10'000) {
        ADD_FAILURE() << "what the test waits for does not happen";
        ::kill(applied_.back().pid, SIGKILL);
      }
      const auto line = pipe_.line_now();
      return on_line(line ? *line : "");
    };
    return supervise(command, list(variable("OUT", pipe_.number(), false), variable("JWT_SECRET", first)), options_);
  }

  /// The variables that a poll gives replace all; the pipe has to stay among them.
  Changed changed(std::string_view value) const {
    return std::optional(list(variable("OUT", pipe_.number(), false), variable("JWT_SECRET", value)));
  }

  [[nodiscard]] std::vector<Cause> causes() const {
    std::vector<Cause> all;
    for (const auto& one : applied_) all.push_back(one.cause);
    return all;
  }

  Pipe pipe_;
  WatchOptions options_;
  std::vector<Applied> applied_;
  std::vector<base::Reason> problems_;
};

/// Says its secret, then waits.
constexpr const char* kSayAndWait = "echo \"secret $JWT_SECRET\" >&$OUT; exec /bin/sleep 1000";

TEST_F(Supervise, PassesTheEndThroughWithoutWatching) {
  WatchOptions plain;
  for (const int code : {0, 1, 7, 255}) {
    const auto ended = supervise(shell("exit " + std::to_string(code)), {}, plain);
    ASSERT_TRUE(ended);
    EXPECT_EQ(*ended, code);
  }
  EXPECT_EQ(supervise(shell("kill -SEGV $$"), {}, plain).value_or(-1), 128 + SIGSEGV);
  EXPECT_EQ(supervise({{"jwtkeep-no-such-program"}, environ}, {}, plain).error().reason, base::Reason::not_found);
  EXPECT_EQ(supervise({{"/etc/passwd"}, environ}, {}, plain).error().reason, base::Reason::permission);
}

TEST_F(Supervise, RefusesOptionsThatCannotBeMeant) {
  WatchOptions options;
  options.watch = true;
  EXPECT_EQ(supervise(shell("exit 0"), {}, options).error().reason, base::Reason::bad_value);
  options.poll = none;
  options.interval = milliseconds(0);
  EXPECT_EQ(supervise(shell("exit 0"), {}, options).error().reason, base::Reason::bad_value);
}

TEST_F(Supervise, PassesEverySignalOnAndPutsTheMaskBack) {
  sigset_t before;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
  const std::vector<std::pair<std::string, int>> signals{{"HUP", SIGHUP},  {"USR1", SIGUSR1},   {"USR2", SIGUSR2},
                                                         {"INT", SIGINT},  {"WINCH", SIGWINCH}, {"QUIT", SIGQUIT},
                                                         {"TERM", SIGTERM}};
  std::size_t next = 0;
  const auto code =
      supervise_with({{"/usr/bin/python3", "-c",
                       "import os, signal, sys\n"
                       "out = int(os.environ['OUT'])\n"
                       "names = ['HUP', 'USR1', 'USR2', 'INT', 'WINCH', 'QUIT', 'TERM']\n"
                       "numbers = [getattr(signal, 'SIG' + n) for n in names]\n"
                       "blocked = signal.pthread_sigmask(signal.SIG_BLOCK, numbers)\n"
                       "os.write(out, b'ready\\n' if not blocked & set(numbers) else b'blocked from the start\\n')\n"
                       "while True:\n"
                       "  got = signal.sigwait(numbers)\n"
                       "  os.write(out, signal.Signals(got).name[3:].encode() + b'\\n')\n"
                       "  if got == signal.SIGTERM: sys.exit(9)\n"},
                      environ},
                     "x", [&](const std::string& line) {
                       if (line.empty()) return none();
                       EXPECT_EQ(line, next == 0 ? "ready" : signals[next - 1].first);
                       if (next < signals.size()) ::kill(::getpid(), signals[next++].second);
                       return none();
                     });
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 9);
  EXPECT_EQ(pipe_.line(), "TERM");
  EXPECT_EQ(next, signals.size());
  sigset_t after;
  ::pthread_sigmask(SIG_SETMASK, nullptr, &after);
  for (const auto& [name, number] : signals) {
    EXPECT_EQ(::sigismember(&before, number), ::sigismember(&after, number)) << name;
  }
}

TEST_F(Supervise, RestartsTheChildWithTheNewSecretAndConfirms) {
  const auto code = supervise_with(shell(kSayAndWait), "one", [&](const std::string& line) {
    if (line == "secret one") return changed("two");
    if (line == "secret two") ::kill(::getpid(), SIGTERM);
    return none();
  });
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 128 + SIGTERM);
  EXPECT_EQ(causes(), (std::vector{Cause::started, Cause::restarted}));
  EXPECT_NE(applied_[0].pid, applied_[1].pid);
  EXPECT_EQ(::kill(applied_[0].pid, 0), -1) << "the first child is gone";
}

TEST_F(Supervise, KillsAChildThatDoesNotStopInTime) {
  options_.stop_timeout = std::chrono::seconds(1);
  bool asked = false;
  const auto code = supervise_with(
      shell("if [ $JWT_SECRET = two ]; then exit 5; fi; trap 'echo asked >&$OUT' TERM; echo ready >&$OUT; "
            "while :; do /bin/sleep 0.01; done"),
      "one", [&](const std::string& line) {
        asked = asked || line == "asked";
        return line == "ready" ? changed("two") : none();
      });
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 5) << "a new child that ends at once is the end";
  EXPECT_TRUE(asked || pipe_.line() == "asked") << "it was asked before it was killed";
  EXPECT_EQ(causes(), (std::vector{Cause::started, Cause::restarted}));
}

TEST_F(Supervise, ATimeoutOfZeroKillsAtOnce) {
  options_.stop_timeout = std::chrono::seconds(0);
  const auto code = supervise_with(
      shell("if [ $JWT_SECRET = two ]; then exit 5; fi; trap '' TERM; echo ready >&$OUT; exec /bin/sleep 1000"), "one",
      [&](const std::string& line) { return line == "ready" ? changed("two") : none(); });
  EXPECT_EQ(code.value_or(-1), 5);
}

TEST_F(Supervise, ASignalToEndInTheMidstOfARestartIsTheEnd) {
  const auto code = supervise_with(
      // The child passes the supervisor's own end on while it is being stopped.
      shell("trap '' INT; trap 'kill -INT $PPID; exit 3' TERM; echo ready >&$OUT; while :; do /bin/sleep 0.01; done"),
      "one", [&](const std::string& line) { return line == "ready" ? changed("two") : none(); });
  ASSERT_TRUE(code);
  EXPECT_EQ(*code, 3);
  EXPECT_EQ(causes(), (std::vector{Cause::started}));
}

TEST_F(Supervise, AChildThatDrainsAfterSigtermIsNotStartedAgain) {
  bool asked = false;
  const auto code = supervise_with(
      shell("trap 'echo draining >&$OUT; n=0; while [ $n -lt 20 ]; do /bin/sleep 0.01; n=$((n+1)); done; exit 4' TERM; "
            "echo ready >&$OUT; while :; do /bin/sleep 0.01; done"),
      "one", [&](const std::string& line) {
        EXPECT_FALSE(asked) << "nobody looks for changes after SIGTERM";
        if (line == "ready") {
          ::kill(::getpid(), SIGTERM);
          asked = true;
        }
        return none();
      });
  EXPECT_EQ(code.value_or(-1), 4);
  EXPECT_EQ(causes(), (std::vector{Cause::started}));
}

TEST_F(Supervise, AChildThatEndsWhileTheStoreIsAskedIsNotStartedAgain) {
  const auto code = supervise_with(shell("echo ready >&$OUT; exit 6"), "one", [&](const std::string& line) {
    if (line != "ready") return none();
    siginfo_t info{};
    // Its end is seen here before the answer is given, and reaped by nobody.
    ::waitid(P_PID, static_cast<id_t>(applied_.back().pid), &info, WEXITED | WNOWAIT);
    return changed("two");
  });
  EXPECT_EQ(code.value_or(-1), 6);
  EXPECT_EQ(causes(), (std::vector{Cause::started}));
}

TEST_F(Supervise, ARestartThatCannotStartIsAnError) {
  const auto code = supervise_with(shell(kSayAndWait), "one", [&](const std::string& line) -> Changed {
    return line == "secret one" ? changed(std::string(1 << 20, 'x')) : none();
  });
  ASSERT_FALSE(code);
  EXPECT_EQ(code.error().reason, base::Reason::too_large);
}

TEST_F(Supervise, SignalModeLetsTheChildReadTheNewSecretFromMemory) {
  options_.signal = SIGHUP;
  const Command child{{"/usr/bin/python3", "-c",
                       "import os, signal, json, sys\n"
                       "out = int(os.environ['OUT'])\n"
                       "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])\n"
                       "def say():\n"
                       "  values = json.load(open(os.environ['JWT_ENV_FILE']))\n"
                       "  os.write(out, (values['JWT_SECRET'] + ' ' + os.environ['JWT_SECRET'] + '\\n').encode())\n"
                       "  return values['JWT_SECRET']\n"
                       "assert 'memfd' in os.readlink(os.environ['JWT_ENV_FILE'])\n"
                       "say()\n"
                       "while True:\n"
                       "  signal.sigwait([signal.SIGHUP])\n"
                       "  if say() == 'three': sys.exit(8)\n"},
                      environ};
  const auto code = supervise_with(child, "the first and longest one", [&](const std::string& line) {
    if (line == "the first and longest one the first and longest one") return changed("two");
    if (line == "two the first and longest one") return changed("three");
    return none();
  });
  ASSERT_TRUE(code) << code.error().what;
  EXPECT_EQ(*code, 8);
  EXPECT_EQ(causes(), (std::vector{Cause::started, Cause::signalled, Cause::signalled}));
  EXPECT_EQ(applied_.front().pid, applied_.back().pid) << "it is the same child";
  EXPECT_EQ(problems_, std::vector<base::Reason>{});
}

TEST_F(Supervise, ASecretThatTheFileCannotHoldIsToldAndTheChildGoesOn) {
  options_.signal = SIGHUP;
  const auto code = supervise_with(shell("trap 'exit 1' HUP; trap 'exit 2' TERM; echo ready >&$OUT; "
                                         "while :; do /bin/sleep 0.01; done"),
                                   "one", [&](const std::string& line) {
                                     if (line == "ready") return changed("\xff");
                                     if (!problems_.empty()) ::kill(::getpid(), SIGTERM);
                                     return none();
                                   });
  EXPECT_EQ(code.value_or(-1), 2);
  EXPECT_EQ(problems_, (std::vector{base::Reason::bad_value}));
  EXPECT_EQ(causes(), (std::vector{Cause::started}));
}

TEST_F(Supervise, AnOutageIsToldOnceAndTheChildGoesOnUntilTheNextChange) {
  int calls = 0;
  const auto code = supervise_with(shell(kSayAndWait), "one", [&](const std::string& line) -> Changed {
    ++calls;
    if (calls <= 5 || (calls > 6 && calls <= 10)) return base::fail(base::Reason::no_store, "the store is away");
    if (calls == 6) return none();
    if (calls == 11) return changed("two");
    if (line == "secret two") ::kill(::getpid(), SIGTERM);
    return none();
  });
  EXPECT_EQ(code.value_or(-1), 128 + SIGTERM);
  EXPECT_EQ(problems_, (std::vector{base::Reason::no_store, base::Reason::no_store})) << "two outages, told once each";
  EXPECT_EQ(causes(), (std::vector{Cause::started, Cause::restarted}));
}

TEST_F(Supervise, KeepsNoSecretInItsMemory) {
  for (const auto signal : {std::optional<int>{}, std::optional<int>{SIGHUP}}) {
    options_.signal = signal;
    const MaskedSecret secret;
    auto variables = list(variable("OUT", pipe_.number(), false));
    variables.push_back({"JWT_SECRET", secret.reveal(), true});
    ASSERT_GE(secret.times_in_memory(), 1U);
    options_.poll = [&]() -> Changed {
      if (pipe_.line_now() == "ready") {
        EXPECT_EQ(secret.times_in_memory(), 0U) << (signal ? "signal mode" : "restart mode");
        ::kill(::getpid(), SIGTERM);
      }
      return none();
    };
    const auto code = supervise(shell("echo ready >&$OUT; exec /bin/sleep 1000"), std::move(variables), options_);
    EXPECT_EQ(code.value_or(-1), 128 + SIGTERM);
  }
}

TEST_F(Supervise, ReapsOrphansWhereItInheritsThem) {
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  std::optional<pid_t> orphan;
  // The grandchild's parent ends at once, so that it becomes the supervisor's.
  const auto code =
      supervise_with(shell("trap 'exit 4' TERM; (/bin/bash -c 'echo $$ >&$OUT' &); while :; do /bin/sleep 0.01; done"),
                     "one", [&](const std::string& line) {
                       if (!line.empty()) orphan = static_cast<pid_t>(std::stol(line));
                       if (orphan && ::kill(*orphan, 0) != 0) ::kill(::getpid(), SIGTERM);
                       return none();
                     });
  ::prctl(PR_SET_CHILD_SUBREAPER, 0);
  EXPECT_EQ(code.value_or(-1), 4);
}

/// Runs in a process that has a terminal of its own: supervises a child that counts its SIGINTs and says at SIGTERM how
/// many there were.
[[noreturn]] void supervise_on_a_terminal(const std::string& out) {
  const Command child{{"/usr/bin/python3", "-c",
                       "import os, signal, sys\n"
                       "out = int(os.environ['OUT'])\n"
                       "seen = []\n"
                       "def on_int(*_):\n"
                       "  seen.append(1)\n"
                       "  if len(seen) == 1: os.write(out, b'int\\n')\n"
                       "def on_term(*_):\n"
                       "  os.write(out, f'{len(seen)}\\n'.encode())\n"
                       "  sys.exit(len(seen))\n"
                       "signal.signal(signal.SIGINT, on_int)\n"
                       "signal.signal(signal.SIGTERM, on_term)\n"
                       "os.write(out, b'ready\\n')\n"
                       "while True: signal.pause()\n"},
                      environ};
  const auto code = supervise(child, list(variable("OUT", out, false)), {});
  ::_exit(code.value_or(99));
}

TEST(SuperviseTerminal, CtrlCReachesTheChildOnceAndDoesNotEndTheSupervisor) {
  Pipe pipe;
  int terminal = -1;
  const pid_t supervisor = ::forkpty(&terminal, nullptr, nullptr, nullptr);
  ASSERT_GE(supervisor, 0);
  if (supervisor == 0) supervise_on_a_terminal(pipe.number());
  const base::FileHandle keyboard(terminal);
  ASSERT_EQ(pipe.line(), "ready");
  ASSERT_EQ(::write(keyboard.get(), "\x03", 1), 1);
  ASSERT_EQ(pipe.line(), "int");
  // Would the supervisor pass the interrupt on, too, it would do so before this one: lower signals come first.
  ASSERT_EQ(::kill(supervisor, SIGTERM), 0);
  EXPECT_EQ(pipe.line(), "1");
  int status = 0;
  ASSERT_EQ(::waitpid(supervisor, &status, 0), supervisor);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 1);
}

}  // namespace
}  // namespace jwtkeep::destination

#include "jwtkeep/destination/process.hpp"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "memory_search.hpp"
#include "running.hpp"
#include "tests/servers/content_of.hpp"

namespace jwtkeep::destination {
namespace {

TEST(Process, GivesTheExitCodeAndTheSignal) {
  EXPECT_EQ(run(shell("exit 0"), {}).code, 0);
  EXPECT_EQ(run(shell("exit 42"), {}).code, 42);
  EXPECT_EQ(run(shell("kill -TERM $$"), {}).code, 128 + SIGTERM);
  EXPECT_EQ(run(shell("kill -KILL $$"), {}).code, 128 + SIGKILL);
}

TEST(Process, FindsAProgramAlongThePathOfItsOwnEnvironment) {
  const char* const environment[] = {"PATH=/usr/bin:/bin", nullptr};
  EXPECT_EQ(run({{"sh", "-c", "exit 3"}, environment}, {}).code, 3);
  const char* const nowhere[] = {"PATH=/nonexistent", nullptr};
  EXPECT_EQ(Process::start({{"sh", "-c", "exit 3"}, nowhere}, {}).error().reason, base::Reason::not_found);
}

TEST(Process, SaysWhyItCouldNotStart) {
  EXPECT_EQ(Process::start({{"/nonexistent/program"}, environ}, {}).error().reason, base::Reason::not_found);
  EXPECT_EQ(Process::start({{"jwtkeep-no-such-program"}, environ}, {}).error().reason, base::Reason::not_found);
  EXPECT_EQ(Process::start({{"/etc/passwd"}, environ}, {}).error().reason, base::Reason::permission);
  EXPECT_EQ(Process::start({{"/usr"}, environ}, {}).error().reason, base::Reason::permission);
  EXPECT_EQ(Process::start({{}, environ}, {}).error().reason, base::Reason::bad_value);
  EXPECT_EQ(Process::start(shell("exit 0"), list(variable("A", std::string(1 << 20, 'x')))).error().reason,
            base::Reason::too_large);
  EXPECT_EQ(Process::start(shell("exit 0"), list(variable("A", std::string_view("x\0", 2)))).error().reason,
            base::Reason::bad_value);
  EXPECT_EQ(Process::start(shell("exit 0"), list(variable("A", "1"), variable("A", "2"))).error().reason,
            base::Reason::bad_value);
  // The program's servers for other tests may run besides.
  EXPECT_LE(::waitpid(-1, nullptr, WNOHANG), 0) << "no child is left behind";
}

TEST(Process, InheritsTheEnvironmentWithoutTheStoresOwnSecrets) {
  const char* const environment[] = {"JWTKEEP_PASSPHRASE=p", "JWTKEEP_KEYFILE=k",  "JWT_SECRET=old", "KEPT=yes",
                                     "JWTKEEP_STORE=s",      "JWT_SECRET_TWO=two", nullptr};
  const auto shown =
      run({{"/bin/bash", "-c", "/usr/bin/env >&$OUT"}, environment}, list(variable("JWT_SECRET", "a 'b'=c")));
  EXPECT_EQ(shown.out.find("PASSPHRASE"), std::string::npos);
  EXPECT_EQ(shown.out.find("KEYFILE"), std::string::npos);
  EXPECT_EQ(shown.out.find("old"), std::string::npos);
  for (const auto* line : {"JWT_SECRET=a 'b'=c\n", "KEPT=yes\n", "JWTKEEP_STORE=s\n", "JWT_SECRET_TWO=two\n"}) {
    EXPECT_NE(shown.out.find(line), std::string::npos) << line << "in\n" << shown.out;
  }
}

TEST(Process, LeavesTheSecretOnNoArgumentListAndNotInItsOwnMemory) {
  MaskedSecret secret;
  Pipe pipe;
  auto variables = list(variable("OUT", pipe.number(), false));
  variables.push_back({"JWT_SECRET", secret.reveal(), true});
  ASSERT_GE(secret.times_in_memory(), 1U) << "the search finds a secret that is there";

  auto child = Process::start(shell("echo ready >&$OUT; exec /bin/sleep 1000"), variables);
  ASSERT_TRUE(child);
  ASSERT_EQ(pipe.line(), "ready");
  EXPECT_EQ(secret.times_in_memory(), 1U) << "the caller's own copy and no other";
  variables.clear();
  EXPECT_EQ(secret.times_in_memory(), 0U);

  const auto proc = "/proc/" + std::to_string(child->pid());
  EXPECT_TRUE(secret.stands_in(servers::content_of(proc + "/environ"))) << "the child has it";
  EXPECT_FALSE(secret.stands_in(servers::content_of(proc + "/cmdline")));
  EXPECT_FALSE(secret.stands_in(servers::content_of("/proc/self/cmdline")));
  EXPECT_FALSE(secret.stands_in(servers::content_of("/proc/self/environ")));
  child->signal(SIGKILL);
  EXPECT_EQ(child->wait().value_or(-1), 128 + SIGKILL);
}

TEST(Process, ChildHasNoDescriptorButThoseThatWereOpenForIt) {
  const base::FileHandle kept(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  const auto has = [&](int inherited) {
    const auto open = "/proc/$$/fd/" + std::to_string(kept.get());
    auto child = Process::start(shell("if [ -e " + open + " ]; then exit 1; fi"), {}, nullptr, inherited);
    return child ? child->wait().value_or(-1) : -1;
  };
  EXPECT_EQ(has(-1), 0);
  EXPECT_EQ(has(kept.get()), 1);
}

TEST(Process, OneThatIsNotWaitedForIsKilled) {
  pid_t pid = 0;
  {
    auto child = Process::start(shell("exec /bin/sleep 1000"), {});
    ASSERT_TRUE(child);
    pid = child->pid();
    EXPECT_FALSE(child->ended());
  }
  EXPECT_EQ(::kill(pid, 0), -1);
  EXPECT_EQ(errno, ESRCH);
}

TEST(Process, DiesWithItsParent) {
  // The test becomes the child's new parent, so that it sees the end.
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  Pipe pipe;
  const pid_t parent = ::fork();
  if (parent == 0) {
    auto child = Process::start(shell("trap '' TERM HUP INT; echo $$ >&$OUT; exec /bin/sleep 1000"),
                                list(variable("OUT", pipe.number(), false)));
    if (child) static_cast<void>(child->wait());
    ::_exit(1);
  }
  const auto line = pipe.line();
  ASSERT_TRUE(line);
  const auto child = static_cast<pid_t>(std::stol(*line));
  ::kill(parent, SIGKILL);
  int status = 0;
  ASSERT_EQ(::waitpid(parent, &status, 0), parent);
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
}

}  // namespace
}  // namespace jwtkeep::destination

#include "postgres_server.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::store {
namespace {

std::string& reason() {
  static std::string why;
  return why;
}

std::string script() {
  const char* source = std::getenv("JWTKEEP_SOURCE_DIR");
  return std::string(source == nullptr ? "." : source) + "/tests/servers/postgres.py";
}

}  // namespace

/// The script at the other end of two pipes: it stops the server when its input ends, however this program does.
struct PostgresServer::Process {
  pid_t pid = -1;
  FILE* to = nullptr;
  FILE* from = nullptr;
  base::Json about;

  Process() = default;
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    if (to != nullptr) (void)std::fclose(to);
    if (from != nullptr) (void)std::fclose(from);
    if (pid > 0) waitpid(pid, nullptr, 0);
  }

  std::string line() const {
    std::array<char, 4096> text{};
    if (std::fgets(text.data(), text.size(), from) == nullptr) return {};
    return text.data();
  }
  [[nodiscard]] std::int64_t port() const { return *about.find("port")->integer(); }
  [[nodiscard]] std::string word(const char* name) const { return *about.find(name)->string(); }
};

PostgresServer::PostgresServer(std::unique_ptr<Process> process) : process_(std::move(process)) {}
PostgresServer::~PostgresServer() = default;

std::unique_ptr<PostgresServer> PostgresServer::start() {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) return nullptr;
  auto process = std::make_unique<Process>();
  process->pid = fork();
  if (process->pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    // A sanitizer's settings are not for Python.
    unsetenv("LD_PRELOAD");
    execlp("python3", "python3", script().c_str(), nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  process->to = fdopen(in[1], "w");
  process->from = fdopen(out[0], "r");
  const auto about = base::parse_json(process->line());
  if (!about) {
    int status = 0;
    waitpid(process->pid, &status, 0);
    process->pid = -1;
    reason() = fmt::format("tests/servers/postgres.py ended with {}; what it said stands above", WEXITSTATUS(status));
    return nullptr;
  }
  process->about = *about;
  setenv("PGPASSWORD", process->word("password").c_str(), 1);
  return std::unique_ptr<PostgresServer>(new PostgresServer(std::move(process)));
}

PostgresServer* PostgresServer::shared() {
  static const auto kServer = start();
  if (kServer) setenv("PGPASSWORD", kServer->process_->word("password").c_str(), 1);
  return kServer.get();
}

const std::string& PostgresServer::why_not() { return reason(); }

std::string PostgresServer::address(const std::string& schema) const {
  return fmt::format("postgres://{}@{}:{}/{}?schema={}", process_->word("user"), process_->word("host"),
                     process_->port(), process_->word("database"), schema);
}

PostgresUrl PostgresServer::url(const std::string& schema) const {
  setenv("PGPASSWORD", process_->word("password").c_str(), 1);
  return *PostgresUrl::parse(address(schema));
}

std::string PostgresServer::fresh_schema() {
  static std::atomic<int> next{0};
  return fmt::format("s{}_{}", getpid(), ++next);
}

void PostgresServer::command(const std::string& word) {
  (void)std::fputs((word + "\n").c_str(), process_->to);
  (void)std::fflush(process_->to);
  ASSERT_EQ(process_->line(), "done\n");
}

void PostgresServer::sql(const std::string& text) const {
  const auto command =
      fmt::format("PGPASSWORD={} {} -h {} -p {} -U postgres -d {} -v ON_ERROR_STOP=1 -qtAc \"{}\" >/dev/null",
                  process_->word("password"), process_->word("psql"), process_->word("host"), process_->port(),
                  process_->word("database"), text);
  ASSERT_EQ(std::system(command.c_str()), 0) << text;
}

}  // namespace jwtkeep::store

#include "postgres_server.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "tests/servers/script.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::store {
namespace {

std::string& reason() {
  static std::string why;
  return why;
}

}  // namespace

/// The script stops the server when its input ends, however this program does.
struct PostgresServer::Process {
  // A sanitizer's settings are not for Python.
  servers::Script script{
      {"/usr/bin/env", "-u", "LD_PRELOAD", "python3", servers::source_path("tests/servers/postgres.py")}};
  base::Json about;

  [[nodiscard]] std::int64_t port() const { return *about.find("port")->integer(); }
  [[nodiscard]] std::string word(const char* name) const { return *about.find(name)->string(); }
};

PostgresServer::PostgresServer(std::unique_ptr<Process> process) : process_(std::move(process)) {}
PostgresServer::~PostgresServer() = default;

std::unique_ptr<PostgresServer> PostgresServer::start() {
  auto process = std::make_unique<Process>();
  const auto about = base::parse_json(process->script.hear_word());
  if (!about) {
    reason() = fmt::format("tests/servers/postgres.py ended with {}; what it said stands above", process->script.end());
    return nullptr;
  }
  process->about = *about;
  setenv("PGPASSWORD", process->word("password").c_str(), 1);
  return std::unique_ptr<PostgresServer>(new PostgresServer(std::move(process)));
}

PostgresServer* PostgresServer::shared() {
  static const auto server = start();
  if (server) setenv("PGPASSWORD", server->process_->word("password").c_str(), 1);
  return server.get();
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

void PostgresServer::command(const std::string& word) { ASSERT_EQ(process_->script.tell_word(word), "done"); }

void PostgresServer::sql(const std::string& text) const {
  const auto command =
      fmt::format("PGPASSWORD={} {} -h {} -p {} -U postgres -d {} -v ON_ERROR_STOP=1 -qtAc \"{}\" >/dev/null",
                  process_->word("password"), process_->word("psql"), process_->word("host"), process_->port(),
                  process_->word("database"), text);
  ASSERT_EQ(std::system(command.c_str()), 0) << text;
}

}  // namespace jwtkeep::store

#include "jwtkeep/store/postgres/failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace jwtkeep::store {
namespace {

using base::Error;
using base::Reason;

constexpr auto kAgain = "nothing was lost; run the same command again";

/// Several lines of libpq or the server as one, without control characters.
std::string one_line(std::string_view said) {
  std::string out;
  for (const char c : said) {
    const bool space = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!space) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '.')) out.pop_back();
  return out;
}

/// What libpq says when no connection comes about. It gives no code for these, so its words are looked for; a server
/// that speaks another language than English falls to the last line, which quotes it.
struct Saying {
  std::string_view words;
  Reason reason;
  std::string_view why;   ///< completes "cannot use STORE: "; empty: what was said itself
  std::string_view hint;  ///< {host}, {port}, {user} and {database} are filled in
};

constexpr std::array kSayings{
    Saying{"no password supplied", Reason::permission, "the server asks for a password, and there is none",
           "put it in ~/.pgpass (mode 0600, HOST:PORT:DATABASE:USER:PASSWORD) or PGPASSWORD"},
    Saying{"password authentication failed", Reason::permission, "the server refuses the user or the password",
           "check the user in the address, and the password in ~/.pgpass (PGPASSFILE) or PGPASSWORD"},
    Saying{"certificate authentication failed", Reason::permission, "the server refuses the client's certificate",
           "check sslcert and sslkey in the address"},
    Saying{"authentication failed", Reason::permission, "the server refuses the user",
           "check the user in the address, and the server's pg_hba.conf"},
    Saying{"no pg_hba.conf entry", Reason::permission,
           "the server lets nobody in from here (no line of its pg_hba.conf fits)",
           "add a line for this machine, the user and the database to the server's pg_hba.conf, and reload it"},
    Saying{"permission denied for database", Reason::permission, "the user may not use the database",
           "GRANT CONNECT ON DATABASE {database} TO the user, as the database's owner"},
    Saying{"is not permitted to log in", Reason::permission, "the user may not log in",
           "ALTER ROLE ... LOGIN, or name another user in the address"},
    Saying{"could not translate host name", Reason::io_failed, "no machine is known under the name {host}",
           "check the host in the address"},
    Saying{"server certificate for", Reason::permission, "the server's certificate is for another name than {host}",
           "write the host as the certificate has it"},
    Saying{"certificate verify failed", Reason::permission,
           "the server's certificate is signed by nobody who is trusted",
           "name its CA with sslrootcert=FILE in the address"},
    Saying{"root certificate file", Reason::permission,
           "there is no CA certificate to check the server's against, and it is on another machine",
           "name the CA with sslrootcert=FILE in the address (public CAs: /etc/ssl/certs/ca-certificates.crt)"},
    Saying{"server does not support SSL", Reason::permission, "the server offers no TLS",
           "switch ssl on in its postgresql.conf"},
    Saying{"private key file", Reason::permission, "", "check sslkey in the address, and the file's mode (0600)"},
    Saying{"too many connections", Reason::busy, "the server has no free connection", kAgain},
    Saying{"too many clients", Reason::busy, "the server has no free connection", kAgain},
    Saying{"remaining connection slots", Reason::busy, "the server has no free connection", kAgain},
    Saying{"starting up", Reason::busy, "the server is starting", kAgain},
    Saying{"shutting down", Reason::busy, "the server is shutting down", kAgain},
    Saying{"in recovery mode", Reason::busy, "the server is recovering from a crash", kAgain},
    Saying{"not yet accepting connections", Reason::busy, "the server is starting", kAgain},
    Saying{"Connection refused", Reason::io_failed, "nothing listens on {host} port {port}",
           "check that the server runs, and host and port in the address"},
    Saying{"No such file or directory", Reason::io_failed, "there is no server's socket in {host}",
           "check that the server runs; another folder is ?host=FOLDER in the address"},
    Saying{"timeout expired", Reason::io_failed, "{host} port {port} did not answer within 10 s",
           "check host and port in the address, and what stands between"},
};

std::string filled(std::string_view text, const PostgresUrl& url) {
  const auto port = std::to_string(url.port());
  std::string out(text);
  const std::array<std::pair<std::string_view, std::string_view>, 3> parts{
      {{"{host}", url.host()}, {"{port}", port}, {"{database}", url.database()}}};
  for (const auto& [name, value] : parts) {
    if (const auto at = out.find(name); at != std::string::npos) out.replace(at, name.size(), value);
  }
  return out;
}

std::string cannot_use(const PostgresUrl& url, std::string_view why) {
  return fmt::format("cannot use {}: {}", url.shown(), why);
}

/// Codes of PostgreSQL's appendix A, whole or only their class (the first two characters).
struct Code {
  std::string_view code;
  Reason reason;
  std::string_view why;  ///< empty: what was said itself
  std::string_view hint;
};

constexpr std::array kCodes{
    Code{"53100", Reason::no_space, "the server's disk is full", "free some space there; nothing was lost"},
    Code{"53300", Reason::busy, "the server has no free connection", kAgain},
    Code{"55P03", Reason::busy, "another process has been writing to it for too long", kAgain},
    Code{"57014", Reason::busy, "the server took too long for an answer", kAgain},
    Code{"57P03", Reason::busy, "the server is starting or shutting down", kAgain},
    Code{"40", Reason::busy, "the server gave way to another transaction", kAgain},
    Code{"42501", Reason::permission, "", "run it as the owner of the schema, or let the owner GRANT what is missing"},
    Code{"25006", Reason::permission, "the server is read-only: a standby, or set so",
         "name the primary server in the address"},
    Code{"3D000", Reason::no_store, "there is no such database", "make it with createdb, then run: jwtkeep init"},
    Code{"3F000", Reason::no_store, "there is no such schema", "make it with: jwtkeep init"},
    Code{"42P01", Reason::tampered, "", "restore a backup: jwtkeep restore FILE"},
    Code{"42703", Reason::tampered, "", "restore a backup: jwtkeep restore FILE"},
    Code{"XX001", Reason::tampered, "the server found damaged data", "restore a backup: jwtkeep restore FILE"},
    Code{"XX002", Reason::tampered, "the server found a damaged index",
         "REINDEX the schema on the server, or restore a backup: jwtkeep restore FILE"},
};

}  // namespace

Error cannot_connect(const PostgresUrl& url, std::string_view said) {
  const auto line = one_line(said);
  // Of the many things that "do not exist", the database is the one that init can be run for.
  if (line.contains("database \"") && line.contains("does not exist")) {
    return {Reason::no_store, cannot_use(url, "the server has no database " + url.database()),
            "make it with createdb, or check its name in the address; then run: jwtkeep init"};
  }
  const auto* const found =
      std::ranges::find_if(kSayings, [&](const Saying& saying) { return line.contains(saying.words); });
  if (found == kSayings.end())
    return {Reason::io_failed, cannot_use(url, line), "check the address and the server's log"};
  return {found->reason, cannot_use(url, found->why.empty() ? line : filled(found->why, url)),
          filled(found->hint, url)};
}

Error statement_failed(const PostgresUrl& url, std::string_view sqlstate, std::string_view said) {
  const auto* const found =
      std::ranges::find_if(kCodes, [&](const Code& code) { return sqlstate.starts_with(code.code); });
  if (found != kCodes.end()) {
    return {found->reason, cannot_use(url, found->why.empty() ? one_line(said) : std::string(found->why)),
            std::string(found->hint)};
  }
  auto line = one_line(said);
  if (!sqlstate.empty()) line += fmt::format(" (SQLSTATE {})", sqlstate);
  return {Reason::io_failed, cannot_use(url, line),
          "nothing was lost; see the server's log, then run the command again"};
}

Error connection_lost(const PostgresUrl& url) {
  return {Reason::io_failed, fmt::format("the connection to {} broke off", url.shown()),
          "what was being changed was not: run the same command again"};
}

Error outcome_unknown(const PostgresUrl& url) {
  return {
      Reason::io_failed,
      fmt::format("the connection to {} broke off while a change was being committed: whether it is there is not known",
                  url.shown()),
      "look before you run the command again: jwtkeep history KEYRING, jwtkeep log"};
}

bool is_lost(std::string_view sqlstate) noexcept {
  // 08 connection exceptions; 57P01..57P05 the session was ended by the server; 25P03 because it lay idle.
  return sqlstate.empty() || sqlstate.starts_with("08") || (sqlstate.starts_with("57P") && sqlstate != "57P03") ||
         sqlstate == "25P03";
}

}  // namespace jwtkeep::store

// Known leaks of others, for LeakSanitizer (which calls this by its name).
//
// Where the connection is gone, libpq gives a result that says so, and libpqxx 6.4 throws before it owns that result:
// some hundred bytes for each lost connection, freed by nobody. Results that libpqxx did own are freed by it, in every
// test without a lost connection.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier): LeakSanitizer's own name

extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:PQmakeEmptyPGresult\n";
}

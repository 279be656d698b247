// The line protocol that bench/peers/run.py speaks, for the peers in C and C++: every one of them is timed by this
// loop. bench/peers/peer.py describes the lines.
#ifndef JWTKEEP_BENCH_PEERS_C_PROTOCOL_H
#define JWTKEEP_BENCH_PEERS_C_PROTOCOL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { kMaxText = 256 };

// What the tokens are made with and must have.
struct Expected {
  char issuer[kMaxText];
  char audience[kMaxText];
  char kid[kMaxText];
};

struct File {
  char* text;  // ends in a NUL that `size` does not count
  size_t size;
};

// All functions that return a text return NULL when all is well, and else why not, for a person.
struct Peer {
  const char* version;  // and what it computes with
  // Makes ready for one algorithm; the keys and tokens lie in `folder`.
  const char* (*load)(const char* folder, const char* alg, const struct Expected* expected);
  // Parses, checks signature, exp, iss and aud, and copies `sub`, of less than kMaxText characters, out.
  const char* (*verify)(const char* token, size_t size, char* sub);
  // A token of the claims of `claims.json`, for `release`; NULL when that failed.
  char* (*sign)(void);
  void (*release)(char* token);
  // Another work, or NULL: a command that is neither `verify` nor `sign`, timed by itself. `*ns`: of one of `n` times.
  const char* (*other)(const char* command, const char* alg, long n, double* ns);
};

// The time that the processor has spent on this process: what else runs on a busy machine does not count.
double nanoseconds(void);
// Ends the process, with a message, when there is no such file.
struct File read_file(const char* folder, const char* name);
// The private and the public key's file for an algorithm: `RS256` and `PS256` share one. NULL for HS256 and for what is
// not known.
const char* private_key_file(const char* alg);
const char* public_key_file(const char* alg);

// Speaks the protocol on stdin and stdout until `quit`. The program's exit status.
int serve(const struct Peer* peer, int argc, char** argv);

#ifdef __cplusplus
}
#endif
#endif

#include "bench/peers/c/protocol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char* folder;
static struct Expected expected;

static void die(const char* what, const char* which) {
  fprintf(stderr, "%s: %s\n", what, which);
  exit(2);
}

struct File read_file(const char* from, const char* name) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", from, name);
  FILE* stream = fopen(path, "rb");
  if (stream == NULL) die("cannot open", path);
  fseek(stream, 0, SEEK_END);
  const long size = ftell(stream);
  rewind(stream);
  struct File file = {malloc((size_t)size + 1), (size_t)size};
  if (file.text == NULL || fread(file.text, 1, file.size, stream) != file.size) die("cannot read", path);
  file.text[file.size] = '\0';
  fclose(stream);
  return file;
}

static void read_short(char* into, const char* name) {
  struct File file = read_file(folder, name);
  if (file.size >= kMaxText) die("too long", name);
  memcpy(into, file.text, file.size + 1);
  free(file.text);
}

const char* private_key_file(const char* alg) {
  if (strcmp(alg, "RS256") == 0 || strcmp(alg, "PS256") == 0) return "rsa.pem";
  if (strcmp(alg, "ES256") == 0) return "ec.pem";
  return strcmp(alg, "EdDSA") == 0 ? "ed25519.pem" : NULL;
}

const char* public_key_file(const char* alg) {
  if (strcmp(alg, "RS256") == 0 || strcmp(alg, "PS256") == 0) return "rsa.pub.pem";
  if (strcmp(alg, "ES256") == 0) return "ec.pub.pem";
  return strcmp(alg, "EdDSA") == 0 ? "ed25519.pub.pem" : NULL;
}

double nanoseconds(void) {
  struct timespec at;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
  return (double)at.tv_sec * 1e9 + (double)at.tv_nsec;
}

static struct File token_of(const char* alg, const char* name) {
  char file[128];
  snprintf(file, sizeof file, "%s.%s.jwt", alg, name);
  return read_file(folder, file);
}

// `sub` is looked at each time, so that no part of the work can be left out.
static const char* time_verify(const struct Peer* peer, const char* alg, long n, double* ns) {
  struct File token = token_of(alg, "good");
  char sub[kMaxText] = "";
  const char* failure = NULL;
  const double start = nanoseconds();
  for (long i = 0; i < n && failure == NULL; ++i) {
    sub[0] = '\0';
    failure = peer->verify(token.text, token.size, sub);
    if (failure == NULL && sub[0] == '\0') failure = "no sub";
  }
  *ns = (nanoseconds() - start) / (double)n;
  free(token.text);
  return failure;
}

static const char* time_sign(const struct Peer* peer, long n, double* ns) {
  const double start = nanoseconds();
  for (long i = 0; i < n; ++i) {
    char* token = peer->sign();
    if (token == NULL) return "not signed";
    peer->release(token);
  }
  *ns = (nanoseconds() - start) / (double)n;
  return NULL;
}

static void time_it(const struct Peer* peer, const char* command, const char* alg, long n) {
  const char* failure = "no such work";
  double ns = 0;
  if (strcmp(command, "verify") == 0) {
    failure = time_verify(peer, alg, n, &ns);
  } else if (strcmp(command, "sign") == 0) {
    failure = time_sign(peer, n, &ns);
  } else if (peer->other != NULL) {
    failure = peer->other(command, alg, n, &ns);
  }
  if (failure == NULL) {
    printf("ns %.2f\n", ns);
  } else {
    printf("unsupported %s\n", failure);
  }
}

static void check(const struct Peer* peer, const char* alg, const char* name) {
  struct File token = token_of(alg, name);
  char sub[kMaxText] = "";
  const char* failure = peer->verify(token.text, token.size, sub);
  if (failure == NULL) {
    printf("accepted %s\n", sub);
  } else {
    printf("refused %s\n", failure);
  }
  free(token.text);
}

static void show_token(const struct Peer* peer) {
  char* token = peer->sign();
  if (token == NULL) {
    printf("unsupported not signed\n");
    return;
  }
  printf("token %s\n", token);
  peer->release(token);
}

static void answer(const struct Peer* peer, const char* command, const char* alg, const char* argument) {
  static char loaded[kMaxText];
  if (strcmp(command, "version") == 0) {
    printf("%s\n", peer->version);
    return;
  }
  if (strcmp(loaded, alg) != 0) {
    const char* failure = peer->load(folder, alg, &expected);
    if (failure != NULL) {
      loaded[0] = '\0';
      printf("unsupported %s\n", failure);
      return;
    }
    snprintf(loaded, sizeof loaded, "%s", alg);
  }
  if (strcmp(command, "check") == 0) {
    check(peer, alg, argument);
  } else if (strcmp(command, "token") == 0) {
    show_token(peer);
  } else {
    time_it(peer, command, alg, strtol(argument, NULL, 10));
  }
}

int serve(const struct Peer* peer, int argc, char** argv) {
  if (argc != 2) die("usage: PROGRAM FOLDER, then lines on stdin", argv[0]);
  folder = argv[1];
  read_short(expected.issuer, "issuer");
  read_short(expected.audience, "audience");
  read_short(expected.kid, "kid");
  char line[1024];
  while (fgets(line, sizeof line, stdin) != NULL) {
    char command[64] = "", alg[64] = "", argument[64] = "";
    sscanf(line, "%63s %63s %63s", command, alg, argument);
    if (strcmp(command, "quit") == 0) break;
    answer(peer, command, alg, argument);
    fflush(stdout);
  }
  return 0;
}

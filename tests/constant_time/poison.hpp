// Marks bytes as secret for valgrind: to memcheck they are undefined, so that it reports every branch and every address
// that depends on them (the method of Adam Langley's ctgrind).
#pragma once

#include <valgrind/memcheck.h>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::constant_time {

inline void poison(base::ByteView bytes) { VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size()); }
inline void poison(const base::SecretBytes& secret) {
  secret.reveal([](base::ByteView bytes) { poison(bytes); });
}

/// Says that what was worked out of a secret may be known: a verdict, a length, or an output that is published.
inline void publish(base::ByteView bytes) { VALGRIND_MAKE_MEM_DEFINED(bytes.data(), bytes.size()); }
inline void publish(const base::SecretBytes& secret) {
  secret.reveal([](base::ByteView bytes) { publish(bytes); });
}
template <class T>
T publish_value(T value) {
  VALGRIND_MAKE_MEM_DEFINED(&value, sizeof value);
  return value;
}

}  // namespace jwtkeep::constant_time

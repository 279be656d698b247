#include "jwtkeep/crack/candidates/rule.hpp"

namespace jwtkeep::crack {

// `:` is left out: the words themselves are tried before.
std::string_view common_rules() noexcept {
  return R"(l
u
c
t
r
d
f
E
E @\x20
]
[
$1
$!
$0
$.
$@
$#
$2
$3
$_
$-
$1$2
$1$2$3
$1$2$3$4
$1$2$3$4$5$6
$1$!
$0$1
$2$0$2$0
$2$0$2$1
$2$0$2$2
$2$0$2$3
$2$0$2$4
$2$0$2$5
$2$0$2$6
c$1
c$!
c$1$2$3
c$1$2$3$!
c$2$0$2$4
c$2$0$2$5
c$2$0$2$6
^1
^!
^_
^_^t^w^j
^-^t^w^j
^_^y^m
^-^y^m
$_$k$e$y
$-$k$e$y
$_$s$e$c$r$e$t
$-$s$e$c$r$e$t
$_$j$w$t
$-$j$w$t
$_$d$e$v
$-$d$e$v
$_$p$r$o$d
$-$p$r$o$d
$_$t$e$s$t
$-$t$e$s$t
$_$v$1
$-$v$2
s-_
s_-
s\x20-
s\x20_
@-
@_
@\x20
so0
sa@
se3
si1
sa@ so0
sa@ so0 se3 si1 ss$
)";
}

}  // namespace jwtkeep::crack

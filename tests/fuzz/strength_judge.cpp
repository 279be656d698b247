// Any bytes as a secret: the judge keeps its own promises.
#include <cmath>

#include "jwtkeep/strength/judge.hpp"
#include "jwtkeep/strength/judgement_json.hpp"
#include "tests/fuzz/check.hpp"

using jwtkeep::fuzz::check;

namespace {

using namespace jwtkeep;

bool same(const strength::Judgement& a, const strength::Judgement& b) {
  return base::write_json(strength::to_json(a)) == base::write_json(strength::to_json(b));
}

void check_judgement(const strength::Judgement& judgement, std::size_t size) {
  check(judgement.given_bytes == size && judgement.length_bytes <= size);
  check(std::isfinite(judgement.entropy_bits) && judgement.entropy_bits >= 0);
  check(judgement.entropy_bits <= 8.0 * static_cast<double>(judgement.length_bytes));
  bool fatal = false;
  for (const strength::Finding& finding : judgement.findings) {
    check(finding.offset <= size && finding.length <= size - finding.offset);
    check(!finding.explanation.empty());
    fatal = fatal || strength::is_fatal(finding.kind);
  }
  const bool enough =
      judgement.length_bytes >= judgement.required_bytes && judgement.entropy_bits >= strength::kRequiredBits;
  check((judgement.strength == strength::Strength::strong) == (enough && !fatal));
  check(judgement.strength == strength::Strength::strong || fatal);
  check(judgement.strength != strength::Strength::published || judgement.entropy_bits < 32);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto secret = base::SecretBytes::copy_of(base::ByteView{data, size});
  strength::JudgeOptions options;
  const strength::Judgement judgement = strength::judge(secret, options);
  check_judgement(judgement, size);
  check(same(judgement, strength::judge(secret, options)));

  // Knowing more can only make the attacker's work easier, and a larger hash can only ask for more.
  options.context = {"acme.example", "orders"};
  options.required_bytes = 64;
  const strength::Judgement stricter = strength::judge(secret, options);
  check_judgement(stricter, size);
  check(judgement.strength == strength::Strength::strong || stricter.strength != strength::Strength::strong);
  check(stricter.entropy_bits <= judgement.entropy_bits);
  return 0;
}

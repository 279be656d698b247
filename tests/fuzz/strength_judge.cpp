// Any bytes as a secret: the judge keeps its own promises.
#include <cmath>
#include <cstdlib>

#include "jwtkeep/strength/judge.hpp"
#include "jwtkeep/strength/judgement_json.hpp"

namespace {

using namespace jwtkeep;

void require(bool holds) {
  if (!holds) std::abort();
}

bool same(const strength::Judgement& a, const strength::Judgement& b) {
  return base::write_json(strength::to_json(a)) == base::write_json(strength::to_json(b));
}

void check(const strength::Judgement& judgement, std::size_t size) {
  require(judgement.given_bytes == size && judgement.length_bytes <= size);
  require(std::isfinite(judgement.entropy_bits) && judgement.entropy_bits >= 0);
  require(judgement.entropy_bits <= 8.0 * static_cast<double>(judgement.length_bytes));
  bool fatal = false;
  for (const strength::Finding& finding : judgement.findings) {
    require(finding.offset <= size && finding.length <= size - finding.offset);
    require(!finding.explanation.empty());
    fatal = fatal || strength::is_fatal(finding.kind);
  }
  const bool enough =
      judgement.length_bytes >= judgement.required_bytes && judgement.entropy_bits >= strength::kRequiredBits;
  require((judgement.strength == strength::Strength::strong) == (enough && !fatal));
  require(judgement.strength == strength::Strength::strong || fatal);
  require(judgement.strength != strength::Strength::published || judgement.entropy_bits < 32);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto secret = base::SecretBytes::copy_of(base::ByteView{data, size});
  strength::JudgeOptions options;
  const strength::Judgement judgement = strength::judge(secret, options);
  check(judgement, size);
  require(same(judgement, strength::judge(secret, options)));

  // Knowing more can only make the attacker's work easier, and a larger hash can only ask for more.
  options.context = {"acme.example", "orders"};
  options.required_bytes = 64;
  const strength::Judgement stricter = strength::judge(secret, options);
  check(stricter, size);
  require(judgement.strength == strength::Strength::strong || stricter.strength != strength::Strength::strong);
  require(stricter.entropy_bits <= judgement.entropy_bits);
  return 0;
}

// Rules: the first line is a rule, the rest is a word. Whatever both are, what comes out is no longer than it may be,
// and is the same a second time; every refusal marks a place.
#include <string>

#include "jwtkeep/crack/candidates/rule.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace crack = jwtkeep::crack;
using jwtkeep::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto line_end = text.find('\n');
  const auto word = line_end == std::string_view::npos ? std::string_view("p@ssW0rd") : text.substr(line_end + 1);
  const auto rule = crack::parse_rule(text.substr(0, line_end));
  if (!rule) {
    check(rule.error().reason == base::Reason::bad_value);
    for (const char c : rule.error().what) check(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
    check(!crack::parse_rules(text, "file") || text.starts_with('#') || text.find('\r') != text.npos);
    return 0;
  }
  crack::RuleBench bench;
  const auto result = bench.apply(*rule, base::as_bytes(word));
  if (!result) return 0;
  check(rule->empty() || result->size() <= crack::kMostRuleBytes);
  const std::string first(base::as_text(*result));
  crack::RuleBench other;
  const auto again = other.apply(*rule, base::as_bytes(word));
  check(again && base::as_text(*again) == first);
  return 0;
}

#include "jwtkeep/crack/candidates/mask.hpp"

#include <fmt/format.h>

#include "jwtkeep/crack/candidates/mark.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::size_t kMostPlaces = 256;

using base::fail;
using base::Reason;

/// 0 where there are too many.
std::uint64_t count(const std::vector<Charset>& places) {
  std::uint64_t product = 1;
  for (const auto& set : places) {
    if (product > kMostOfMask / set.size()) return 0;
    product *= set.size();
  }
  return product;
}

base::Result<Charset> place_at(std::string_view text, std::size_t at, const CustomCharsets& custom) {
  const auto wrong = [&](const std::string& what, const char* hint) {
    return fail(Reason::bad_value, fmt::format("the mask, position {}: {}{}", at + 1, what, mark(text, at)), hint);
  };
  if (text[at] != '?') return Charset(1, text[at]);
  if (at + 1 == text.size()) return wrong("a question mark at the end names no class", "a question mark itself is ??");
  const char c = text[at + 1];
  if (c == '?') return Charset("?");
  if (c >= '1' && c <= '4') {
    const auto& set = custom[static_cast<std::size_t>(c - '1')];
    if (!set) return wrong(fmt::format("?{} is not defined", c), "define it by -1, -2, -3 or -4, such as -1 '?l?d'");
    return *set;
  }
  if (auto set = class_charset(c)) return *std::move(set);
  return wrong("there is no such class", "classes are ?l ?u ?d ?h ?H ?s ?a ?b and ?1 to ?4; a question mark is ??");
}

}  // namespace

base::Result<Mask> Mask::parse(std::string_view text, const CustomCharsets& custom) {
  Mask mask;
  mask.text_ = text;
  for (std::size_t i = 0; i < text.size(); i += text[i] == '?' ? 2 : 1) {
    JWTKEEP_TRY(auto set, place_at(text, i, custom));
    if (mask.places_.size() == kMostPlaces) {
      return fail(Reason::bad_value, fmt::format("the mask has more than {} places", kMostPlaces),
                  "no search could come to an end there");
    }
    mask.places_.push_back(std::move(set));
    mask.ends_.push_back(i + (text[i] == '?' ? 2 : 1));
  }
  if (mask.places_.empty()) return fail(Reason::bad_value, "the mask is empty", "write one such as ?l?l?l?l?d?d");
  mask.candidates_ = count(mask.places_);
  if (mask.candidates_ == 0) {
    return fail(Reason::bad_value, "the mask has more than 2^63 candidates, thousands of years on any machine",
                "make it shorter, or its classes smaller");
  }
  return mask;
}

Mask Mask::prefix(std::size_t length) const {
  Mask shorter;
  shorter.places_.assign(places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(length));
  shorter.ends_.assign(ends_.begin(), ends_.begin() + static_cast<std::ptrdiff_t>(length));
  shorter.text_ = text_.substr(0, ends_[length - 1]);
  shorter.candidates_ = count(shorter.places_);
  return shorter;
}

void MaskCursor::seek(std::uint64_t index, std::uint8_t* into) {
  for (std::size_t place = at_.size(); place-- > 0;) {
    const auto& set = mask_->at(place);
    at_[place] = static_cast<std::size_t>(index % set.size());
    index /= set.size();
    into[place] = static_cast<std::uint8_t>(set[at_[place]]);
  }
}

}  // namespace jwtkeep::crack

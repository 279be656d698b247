// How far apart two words are: for hints on mistyped ones.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jwtkeep::base {

/// The number of characters to insert, remove or replace to make one of the other (Levenshtein). Takes
/// `a.size() * b.size()` steps: cut what strangers wrote first.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The word that a mistyped one was meant to be: the nearest, at most two steps away; else empty.
std::string nearest(const std::vector<std::string>& words, std::string_view typed);

}  // namespace jwtkeep::base

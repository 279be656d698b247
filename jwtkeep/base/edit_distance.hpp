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

/// The words that a mistyped one may have meant, at most three: those that are nearest, if they are near enough for
/// its length (two neighbours that changed places are one slip; upper and lower case are the same), else those that
/// begin with it. None where `typed` is longer than any word is.
std::vector<std::string> near_words(const std::vector<std::string>& words, std::string_view typed);

/// `a, b or c`.
std::string or_list(const std::vector<std::string>& words);

/// A hint: `did you mean a, b or c? ` before `rest`; `rest` alone where nothing is near.
std::string did_you_mean(const std::vector<std::string>& near, std::string_view rest = {});

/// A hint for a word out of a short list that has none like it: `did you mean a? choose a, b or c`.
std::string choose_hint(const std::vector<std::string>& words, std::string_view typed);

}  // namespace jwtkeep::base

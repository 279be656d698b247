// The two kinds of word files. Internal to this room.
#pragma once

#include "jwtkeep/crack/candidates/opened_file.hpp"
#include "jwtkeep/crack/candidates/word_source.hpp"

namespace jwtkeep::crack {

/// A plain file: blocks are read where they stand, by several threads at once.
std::unique_ptr<WordSource> words_in_place(OpenedFile file);
/// A pipe, or gzip: read from the beginning to the end, by one thread at a time.
std::unique_ptr<WordSource> words_of_stream(OpenedFile file, const std::atomic<bool>& stop);

}  // namespace jwtkeep::crack

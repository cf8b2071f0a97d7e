#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace orion::architecture {

struct Include {
    int line;
    std::string header;  ///< as written, without its quotes or brackets
    bool quoted;
};

struct Source {
    Source(std::string path, std::string text);

    std::string path;               ///< from the top of the checkout, with slashes
    std::string text;               ///< as it is
    std::string code;               ///< with blanks for comments
    std::string bare;               ///< with blanks for comments and for what stands inside literals
    std::vector<Include> includes;  ///< in order

    bool is_header() const { return path.ends_with(".hpp"); }
    bool in(std::string_view folder) const { return path.starts_with(folder); }
    std::string_view stem() const;
    int line_of(std::size_t offset) const;
};

using Sources = std::vector<Source>;

/// Every `.hpp` and `.cpp` of Orion's own under `root`.
Sources read_sources(const std::filesystem::path& root);

bool is_word(char c);

/// Offsets at which `word` stands by itself in `text`, not as a part of a longer identifier.
std::vector<std::size_t> find_words(std::string_view text, std::string_view word);

}  // namespace orion::architecture

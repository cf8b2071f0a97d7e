#include "architecture/source_tree.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

namespace orion::architecture {

namespace {

/// Copies of a source in which what is no code, or no bare code, is blank; lines and offsets stay as they are.
class Blanker {
public:
    explicit Blanker(std::string_view text) : text_{text}, code{text}, bare{text} {
        while (at_ < text_.size()) step();
    }

private:
    void step() {
        const auto rest = text_.substr(at_);
        if (rest.starts_with("//")) {
            blank(text_.find('\n', at_), code, bare);
        } else if (rest.starts_with("/*")) {
            blank(after("*/", at_ + 2), code, bare);
        } else if (rest.starts_with("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
            const auto open = text_.find('(', at_);
            const std::string close = ")" + std::string{text_.substr(at_ + 2, open - at_ - 2)} + "\"";
            at_ = open + 1;
            blank(after(close, at_) - close.size(), bare);
            at_ += close.size();
        } else if (rest.front() == '"' || (rest.front() == '\'' && (at_ == 0 || !is_word(text_[at_ - 1])))) {
            literal(rest.front());
        } else {
            ++at_;
        }
    }

    void literal(char quote) {
        auto end = at_ + 1;
        while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
        ++at_;
        blank(end, bare);
        ++at_;
    }

    std::size_t after(std::string_view mark, std::size_t from) const {
        const auto found = text_.find(mark, from);
        return found == text_.npos ? text_.size() : found + mark.size();
    }

    template <class... Copies>
    void blank(std::size_t end, Copies&... copies) {
        end = std::min(end, text_.size());
        for (; at_ < end; ++at_)
            if (text_[at_] != '\n') ((copies[at_] = ' '), ...);
    }

    std::string_view text_;
    std::size_t at_ = 0;

public:
    std::string code;
    std::string bare;
};

std::vector<Include> includes_of(std::string_view code) {
    std::vector<Include> includes;
    std::istringstream lines{std::string{code}};
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        const auto start = line.find_first_not_of(" \t");
        if (start == line.npos || !line.substr(start).starts_with("#include")) continue;
        const auto open = line.find_first_of("\"<", start);
        if (open == line.npos) continue;
        const auto close = line.find_first_of("\">", open + 1);
        includes.push_back({number, line.substr(open + 1, close - open - 1), line[open] == '"'});
    }
    return includes;
}

}  // namespace

Source::Source(std::string path_, std::string text_) : path{std::move(path_)}, text{std::move(text_)} {
    Blanker blanker{text};
    code = std::move(blanker.code);
    bare = std::move(blanker.bare);
    includes = includes_of(code);
}

std::string_view Source::stem() const {
    std::string_view name = path;
    name = name.substr(name.rfind('/') + 1);
    return name.substr(0, name.find('.'));
}

int Source::line_of(std::size_t offset) const {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(offset);
    return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

Sources read_sources(const std::filesystem::path& root) {
    Sources sources;
    for (const auto* folder :
         {"domain", "application", "infrastructure", "presentation", "tests", "benchmarks", "examples"}) {
        if (!std::filesystem::exists(root / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{root / folder}) {
            const auto& path = entry.path();
            if (path.extension() != ".hpp" && path.extension() != ".cpp") continue;
            std::ifstream file{path, std::ios::binary};
            sources.emplace_back(path.lexically_relative(root).generic_string(),
                                 std::string{std::istreambuf_iterator<char>{file}, {}});
        }
    }
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

std::vector<std::size_t> find_words(std::string_view text, std::string_view word) {
    std::vector<std::size_t> found;
    for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        const bool starts = at == 0 || !is_word(word.front()) || !is_word(text[at - 1]);
        const bool ends = end == text.size() || !is_word(word.back()) || !is_word(text[end]);
        if (starts && ends) found.push_back(at);
    }
    return found;
}

}  // namespace orion::architecture

#include "orion/catalogue_files/csv_list.hpp"

#include <cstddef>

namespace orion::catalogue_files {
namespace {

bool is_escape(std::string_view text, std::size_t at) {
    return text[at] == '\\' && at + 1 < text.size() && std::string_view{"|/\\ "}.contains(text[at + 1]);
}

}  // namespace

std::string escaped(std::string_view text, std::string_view separators) {
    const auto first = text.find_first_not_of(' ');
    const auto last = text.find_last_not_of(' ');
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_outer_blank = first == std::string_view::npos || i < first || i > last;
        if (is_outer_blank || text[i] == '\\' || separators.contains(text[i])) result += '\\';
        result += text[i];
    }
    return result;
}

std::vector<std::string_view> split_escaped(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_escape(text, i)) {
            ++i;
        } else if (text[i] == separator) {
            parts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::string unescaped(std::string_view text) {
    std::string result;
    std::size_t kept = 0;  // behind the last character that is no blank, or an escaped one
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool was_escaped = is_escape(text, i);
        if (was_escaped) ++i;
        if (!was_escaped && text[i] == ' ' && result.empty()) continue;
        result += text[i];
        if (was_escaped || text[i] != ' ') kept = result.size();
    }
    result.resize(kept);
    return result;
}

}  // namespace orion::catalogue_files

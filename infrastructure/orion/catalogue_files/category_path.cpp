#include "orion/catalogue_files/category_path.hpp"

namespace orion::catalogue_files {

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

catalog::CategoryPath split_path(std::string_view text) {
    catalog::CategoryPath path;
    for (const auto part : split(text, '/')) path.emplace_back(trimmed(part));
    return path;
}

}  // namespace orion::catalogue_files

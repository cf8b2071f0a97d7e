#include "orion/catalog/slug.hpp"

#include "orion/kernel/id.hpp"

#include <algorithm>

namespace orion::catalog {
namespace {

constexpr bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string condensed(std::string_view title) {
    std::string text;
    for (char c : title) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (is_alphanumeric(c)) {
            text += c;
        } else if (c != '\'' && !text.empty() && text.back() != '-') {
            text += '-';
        }
    }
    return text;
}

std::string shortened(std::string text, std::size_t length) {
    if (text.size() > length) text.resize(length);
    while (text.ends_with('-')) text.pop_back();
    return text;
}

}  // namespace

Result<Slug> Slug::parse(std::string_view text) {
    const bool fits = !text.empty() && text.size() <= max_length && is_alphanumeric(text.front()) &&
                      is_alphanumeric(text.back()) &&
                      std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '-'; });
    if (fits && !Uuid::parse(text)) return Slug{std::string{text}};
    return fail(ErrorKind::invalid, "malformed_slug",
                "A slug is 1 to 120 lower-case letters, digits and inner dashes, and not an id.");
}

Slug Slug::derive(std::string_view title) {
    auto text = shortened(condensed(title), max_length);
    if (text.empty() || Uuid::parse(text)) text = "item";
    return Slug{std::move(text)};
}

Slug Slug::with(std::string_view suffix) const {
    const auto tail = shortened(condensed(suffix), max_length / 2);
    if (tail.empty()) return *this;
    return derive(shortened(text_, max_length - tail.size() - 1) + '-' + tail);
}

}  // namespace orion::catalog

#include "orion/identity/profile.hpp"

#include "orion/kernel/text.hpp"

#include <algorithm>

namespace orion::identity {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool is_subtag(std::string_view text) {
    return !text.empty() && text.size() <= 8 &&
           std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c); });
}

bool is_language_tag(std::string_view text) {
    auto dash = text.find('-');
    const auto language = text.substr(0, dash);
    if (language.size() < 2 || !is_subtag(language) || !std::ranges::all_of(language, is_letter)) return false;
    while (dash != std::string_view::npos) {
        text.remove_prefix(dash + 1);
        dash = text.find('-');
        if (!is_subtag(text.substr(0, dash))) return false;
    }
    return true;
}

}  // namespace

Result<std::string> parse_person_name(std::string_view text) {
    return parse_text(text, {.min_bytes = 1, .max_bytes = 200});
}

Result<std::string> parse_phone(std::string_view text) {
    constexpr std::size_t max_length = 32;
    const auto digits = std::ranges::count_if(text, is_digit);
    const auto number = text.starts_with('+') ? text.substr(1) : text;
    const bool reads_well =
        std::ranges::all_of(number, [](char c) { return is_digit(c) || std::string_view{" .-/()"}.contains(c); });
    if (text.size() > max_length || digits < 5 || digits > 15 || !reads_well)
        return fail(ErrorKind::invalid, "malformed_phone", "This is not a telephone number.");
    return std::string{text};
}

Result<std::string> parse_locale(std::string_view text) {
    constexpr std::size_t max_length = 35;
    if (text.size() > max_length || !is_language_tag(text))
        return fail(ErrorKind::invalid, "malformed_locale", "This is not a language tag such as en-GB.");
    return std::string{text};
}

}  // namespace orion::identity

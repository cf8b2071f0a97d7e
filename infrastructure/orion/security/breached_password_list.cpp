#include "orion/security/breached_password_list.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

namespace orion::security {
namespace {

/// Shorter ones are said too often to prove anything.
constexpr std::size_t min_word = 4;

/// Ways over the keyboard, there or back, each as often as one likes.
constexpr std::array<std::string_view, 8> walks{"1234567890",
                                                "qwertyuiop",
                                                "asdfghjkl",
                                                "zxcvbnm",
                                                "qwertyuiopasdfghjklzxcvbnm",
                                                "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                                "qazwsxedcrfvtgbyhnujm",
                                                "abcdefghijklmnopqrstuvwxyz"};

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether the text goes along the walk from anywhere, and from its end to its start again.
bool goes_along(std::string_view walk, std::string_view text) {
    auto at = walk.find(text.front());
    if (at == std::string_view::npos) return false;
    return std::ranges::all_of(text, [&](char c) { return c == walk[at++ % walk.size()]; });
}

bool is_walk(std::string_view text) {
    if (text.empty()) return false;
    const std::string backwards{text.rbegin(), text.rend()};
    return std::ranges::any_of(
        walks, [&](std::string_view walk) { return goes_along(walk, text) || goes_along(walk, backwards); });
}

/// The shortest text that gives this one when it is said several times; the text itself if there is none.
std::string_view unit_of(std::string_view text) {
    for (std::size_t length = 1; length <= text.size() / 2; ++length) {
        if (text.size() % length != 0) continue;
        if (text.substr(length) == text.substr(0, text.size() - length)) return text.substr(0, length);
    }
    return text;
}

bool is_year(std::string_view digits) {
    return digits.size() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
}

/// `1`, `123`, `2024`, `007`, `11111`: figures that nobody had to make up.
bool are_plain_figures(std::string_view digits) {
    return digits.size() <= 3 || is_year(digits) || is_walk(digits) || unit_of(digits).size() < digits.size();
}

}  // namespace

BreachedPasswordList::BreachedPasswordList() {
    auto rest = common_passwords;
    while (!rest.empty()) {
        const auto word = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
        if (word.size() >= min_word) words_.insert(word);
    }
}

bool BreachedPasswordList::contains(const Secret& password) const {
    std::string text = password.expose();
    std::ranges::transform(text, text.begin(), folded);
    const Secret kept{std::move(text)};
    const std::string_view whole = kept.expose();
    const auto without_marks = whole.substr(0, whole.find_last_not_of("!?.*#$@_-") + 1);
    return is_known(unit_of(whole)) || is_known(unit_of(without_marks));
}

bool BreachedPasswordList::is_known(std::string_view unit) const {
    if (unit.size() <= 2 || is_walk(unit) || words_.contains(unit)) return true;
    const auto word = unit.substr(0, unit.find_last_not_of("0123456789") + 1);
    if (word.size() < min_word || !are_plain_figures(unit.substr(word.size()))) return false;
    const auto said = unit_of(word);
    return said.size() <= 2 || is_walk(said) || words_.contains(said);
}

}  // namespace orion::security

#include "orion/kernel/email.hpp"

#include <algorithm>

namespace orion {
namespace {

constexpr std::size_t max_length = 254;
constexpr std::size_t max_local_length = 64;
constexpr std::size_t max_label_length = 63;

constexpr bool is_alphanumeric(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

constexpr bool is_local_character(char c) {
    return is_alphanumeric(c) || std::string_view{"!#$%&'*+/=?^_`{|}~-."}.contains(c);
}

bool is_local_part(std::string_view local) {
    return !local.empty() && local.size() <= max_local_length && std::ranges::all_of(local, is_local_character) &&
           local.front() != '.' && local.back() != '.' && !local.contains("..");
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= max_label_length && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
    std::size_t labels = 0;
    while (true) {
        const auto dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return false;
        ++labels;
        if (dot == std::string_view::npos) return labels >= 2;
        domain.remove_prefix(dot + 1);
    }
}

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

Email::Email(std::string_view text) : text_{text}, folded_{text} {
    std::ranges::transform(folded_, folded_.begin(), lower);
}

Result<Email> Email::parse(std::string_view text) {
    const auto at = text.rfind('@');
    if (at != std::string_view::npos && text.size() <= max_length && is_local_part(text.substr(0, at)) &&
        is_domain(text.substr(at + 1))) {
        return Email{text};
    }
    return fail(ErrorKind::invalid, "malformed_email", "This is not an e-mail address.");
}

}  // namespace orion

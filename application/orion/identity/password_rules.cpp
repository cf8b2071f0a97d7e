#include "orion/identity/password_rules.hpp"

#include "orion/kernel/text.hpp"

#include <algorithm>
#include <utility>

namespace orion::identity {
namespace {

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool is_same_without_case(std::string_view text, std::string_view folded) {
    return std::ranges::equal(text, folded, {},
                              [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
}

}  // namespace

PasswordRules::PasswordRules(const BreachedPasswords& breached, std::size_t min_characters)
    : breached_{breached}, min_characters_{min_characters} {
    contract(min_characters >= 8 && min_characters <= max_characters, "a password has at least 8 characters");
}

Result<void> PasswordRules::check(const Secret& password, const std::optional<Email>& email) const {
    const auto& text = password.expose();
    if (!is_utf8(text)) return fail(ErrorKind::invalid, "malformed_text", "This is not UTF-8.");
    if (characters(text) < min_characters_)
        return fail(ErrorKind::invalid, "too_short",
                    "A password has at least " + std::to_string(min_characters_) + " characters.");
    if (characters(text) > max_characters)
        return fail(ErrorKind::invalid, "too_long", "A password has at most 128 characters.");
    if (email && is_same_without_case(text, email->folded()))
        return fail(ErrorKind::invalid, "password_is_email", "A password is not the e-mail address.");
    if (breached_.contains(password))
        return fail(ErrorKind::invalid, "breached_password", "Everybody knows this password.");
    return {};
}

void PasswordRules::check(const Secret& password, const std::optional<Email>& email, std::string field,
                          FieldErrors& errors) const {
    if (auto checked = check(password, email); !checked)
        errors.add(std::move(field), checked.error().code, std::move(checked.error().message));
}

}  // namespace orion::identity

#include "orion/inventory/ledger_text.hpp"

#include <algorithm>
#include <utility>

namespace orion::inventory {
namespace {

constexpr std::size_t max_length = 200;

bool is_control(char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; }

}  // namespace

void check_ledger_text(FieldErrors& errors, std::string field, std::string_view text) {
    if (text.find_first_not_of(' ') == std::string_view::npos) {
        errors.add(std::move(field), "missing_field", "This is needed.");
    } else if (text.size() > max_length) {
        errors.add(std::move(field), "too_long", "This is at most 200 characters.");
    } else if (std::ranges::any_of(text, is_control)) {
        errors.add(std::move(field), "malformed_text", "This holds a control character.");
    }
}

}  // namespace orion::inventory

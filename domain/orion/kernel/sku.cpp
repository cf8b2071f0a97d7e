#include "orion/kernel/sku.hpp"

#include <algorithm>

namespace orion {
namespace {

constexpr bool is_allowed(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
}

}  // namespace

Result<Sku> Sku::parse(std::string_view text) {
    if (!text.empty() && text.size() <= max_length && std::ranges::all_of(text, is_allowed)) return Sku{text};
    return fail(ErrorKind::invalid, "malformed_sku", "A SKU is 1 to 64 letters, digits, dots, underscores and dashes.");
}

}  // namespace orion

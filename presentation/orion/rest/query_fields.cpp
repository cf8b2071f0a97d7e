#include "orion/rest/query_fields.hpp"

#include <algorithm>
#include <charconv>

namespace orion::rest {

QueryFields::QueryFields(const Query& query, FieldErrors& errors) : query_{query}, errors_{errors} {
    for (const auto& fault : query.faults()) errors_.add(fault.field, fault.code, fault.message);
}

std::optional<std::string> QueryFields::text(std::string_view name) {
    const auto value = query_.find(name);
    if (!value) return std::nullopt;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::none_of(*value, is_control)) return std::string{*value};
    errors_.add(std::string{name}, "malformed_text", "This text has a control character.");
    return std::nullopt;
}

std::optional<std::int64_t> QueryFields::integer(std::string_view name) {
    const auto value = query_.find(name);
    if (!value) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error == std::errc{} && end == value->data() + value->size()) return number;
    if (error == std::errc::result_out_of_range && end == value->data() + value->size()) {
        errors_.add(std::string{name}, "out_of_range", "This number is too large.");
    } else {
        errors_.add(std::string{name}, "wrong_type", "This parameter is an integer.");
    }
    return std::nullopt;
}

std::size_t QueryFields::page_limit() {
    constexpr std::int64_t by_default = 20;
    constexpr std::int64_t most = 100;
    const auto limit = integer("limit").value_or(by_default);
    if (limit >= 1 && limit <= most) return static_cast<std::size_t>(limit);
    errors_.add("limit", "out_of_range", "A page holds 1 to 100 items.");
    return by_default;
}

std::optional<bool> QueryFields::truth(std::string_view name) {
    const auto value = query_.find(name);
    if (!value) return std::nullopt;
    if (value == "true") return true;
    if (value == "false") return false;
    errors_.add(std::string{name}, "wrong_type", "This parameter is true or false.");
    return std::nullopt;
}

}  // namespace orion::rest

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace orion::catalogue_files {

/// A JSON value whose numbers keep the digits they were written with: prices are exact, also in files that write them
/// as numbers.
struct Json {
    struct Number {
        std::string text;
    };
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;

    std::variant<std::nullptr_t, bool, Number, std::string, Array, Object> value = nullptr;

    bool is_null() const { return std::holds_alternative<std::nullptr_t>(value); }
    const Array* array() const { return std::get_if<Array>(&value); }
    const Object* object() const { return std::get_if<Object>(&value); }
    const std::string* text() const { return std::get_if<std::string>(&value); }
    const bool* boolean() const { return std::get_if<bool>(&value); }

    /// A text as it is, or a number by its digits.
    const std::string* text_or_number() const;
    /// A whole number, written as a number or as a text.
    std::optional<std::int64_t> integer() const;
    /// A member of an object; null if there is none or it is JSON's null.
    const Json* member(std::string_view name) const;
};

/// Nothing unless `text` is one JSON value (RFC 8259, UTF-8, nested at most 32 deep, no member twice).
std::optional<Json> parse_json(std::string_view text);

}  // namespace orion::catalogue_files

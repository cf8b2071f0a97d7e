#include "orion/rest/fields.hpp"

#include <algorithm>

namespace orion::rest {
namespace {

// An answer that lists a million typos helps nobody.
constexpr std::size_t max_unknown_fields_listed = 20;

constexpr std::size_t max_name_shown = 100;

std::string_view shortened(std::string_view name) {
    if (name.size() <= max_name_shown) return name;
    auto length = max_name_shown;
    while (length > 0 && (static_cast<unsigned char>(name[length]) & 0xc0) == 0x80) --length;  // not inside a character
    return name.substr(0, length);
}

constexpr bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

Fields::Fields(const boost::json::object& object, FieldErrors& errors, std::string path)
    : object_{object}, errors_{errors}, path_{std::move(path)} {}

std::string Fields::path_of(std::string_view name) const {
    return path_.empty() ? std::string{name} : path_ + '.' + std::string{name};
}

const boost::json::value* Fields::value(std::string_view name, Presence presence) {
    asked_.push_back(name);
    const auto* found = object_.if_contains(name);
    if (found == nullptr && presence == Presence::required)
        errors_.add(path_of(name), "required", "This field is missing.");
    return found;
}

std::optional<std::string> Fields::text(std::string_view name, Presence presence, TextLimits limits) {
    const auto* found = value(name, presence);
    if (found == nullptr) return std::nullopt;
    const auto* string = found->if_string();
    if (string == nullptr) {
        errors_.add(path_of(name), "wrong_type", "This field is a string.");
    } else if (string->size() < limits.min) {
        errors_.add(path_of(name), "too_short", "This text is too short.");
    } else if (string->size() > limits.max) {
        errors_.add(path_of(name), "too_long", "This text is too long.");
    } else if (std::ranges::any_of(*string, is_control)) {
        errors_.add(path_of(name), "malformed_text", "This text has a control character.");
    } else {
        return std::string{*string};
    }
    return std::nullopt;
}

std::optional<std::int64_t> Fields::integer(std::string_view name, Presence presence) {
    const auto* found = value(name, presence);
    if (found == nullptr) return std::nullopt;
    if (const auto* number = found->if_int64()) return *number;
    if (found->is_uint64()) {
        errors_.add(path_of(name), "out_of_range", "This number is too large.");
    } else {
        errors_.add(path_of(name), "wrong_type", "This field is an integer, written without fraction or exponent.");
    }
    return std::nullopt;
}

std::optional<bool> Fields::truth(std::string_view name, Presence presence) {
    const auto* found = value(name, presence);
    if (found == nullptr) return std::nullopt;
    if (const auto* boolean = found->if_bool()) return *boolean;
    errors_.add(path_of(name), "wrong_type", "This field is true or false.");
    return std::nullopt;
}

std::optional<Fields> Fields::object(std::string_view name, Presence presence) {
    const auto* found = value(name, presence);
    if (found == nullptr) return std::nullopt;
    if (const auto* object = found->if_object()) return Fields{*object, errors_, path_of(name)};
    errors_.add(path_of(name), "wrong_type", "This field is an object.");
    return std::nullopt;
}

void Fields::refuse_the_rest() {
    std::size_t listed = 0;
    for (const auto& member : object_) {
        if (std::ranges::find(asked_, std::string_view{member.key()}) != asked_.end()) continue;
        if (++listed > max_unknown_fields_listed) return;
        errors_.add(path_of(shortened(member.key())), "unknown_field", "There is no such field.");
    }
}

}  // namespace orion::rest

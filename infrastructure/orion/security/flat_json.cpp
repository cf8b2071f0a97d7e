#include "orion/security/flat_json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

namespace orion::security {

/// What Boost.JSON's parser calls, in its own names; false stops it.
struct FlatJsonHandler {
    using Code = boost::json::error_code;
    using Text = boost::json::string_view;

    static constexpr std::size_t max_array_size = 0;
    static constexpr std::size_t max_object_size = 32;
    static constexpr std::size_t max_string_size = 4096;
    static constexpr std::size_t max_key_size = 64;

    FlatJson object;
    std::string pending;
    bool opened = false;

    static bool refuse(Code& code) {
        code = boost::json::error::syntax;
        return false;
    }
    bool keep(FlatJson::Value value) {
        object.members_.back().second = std::move(value);
        return true;
    }
    bool append(Text part) {
        pending.append(part.data(), part.size());
        return true;
    }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code& code) const { return opened || refuse(code); }
    bool on_object_begin(Code& code) { return std::exchange(opened, true) ? refuse(code) : true; }
    bool on_object_end(std::size_t, Code&) { return true; }
    bool on_array_begin(Code& code) { return refuse(code); }
    bool on_array_end(std::size_t, Code& code) { return refuse(code); }
    bool on_key_part(Text part, std::size_t, Code&) { return append(part); }
    bool on_key(Text part, std::size_t, Code& code) {
        append(part);
        if (object.find(pending) != nullptr) return refuse(code);
        object.members_.emplace_back(std::exchange(pending, {}), FlatJson::Value{});
        return true;
    }
    bool on_string_part(Text part, std::size_t, Code&) { return append(part); }
    bool on_string(Text part, std::size_t, Code& code) {
        append(part);
        return opened ? keep(std::exchange(pending, {})) : refuse(code);
    }
    bool on_number_part(Text, Code&) { return true; }
    bool on_int64(std::int64_t number, Text, Code& code) { return opened ? keep(number) : refuse(code); }
    bool on_uint64(std::uint64_t number, Text, Code& code) {
        if (!opened || !std::in_range<std::int64_t>(number)) return refuse(code);
        return keep(static_cast<std::int64_t>(number));
    }
    bool on_double(double, Text, Code& code) { return refuse(code); }
    bool on_bool(bool, Code& code) { return refuse(code); }
    bool on_null(Code& code) { return refuse(code); }
    bool on_comment_part(Text, Code& code) { return refuse(code); }
    bool on_comment(Text, Code& code) { return refuse(code); }
};

std::optional<FlatJson> FlatJson::parse(std::string_view text) {
    boost::json::basic_parser<FlatJsonHandler> parser{boost::json::parse_options{}};
    boost::json::error_code code;
    const auto read = parser.write_some(false, text.data(), text.size(), code);
    if (code || read != text.size()) return std::nullopt;
    return std::move(parser.handler().object);
}

const FlatJson::Value* FlatJson::find(std::string_view name) const {
    const auto found =
        std::ranges::find(members_, name, [](const auto& member) { return std::string_view{member.first}; });
    return found == members_.end() ? nullptr : &found->second;
}

const std::string* FlatJson::text(std::string_view name) const {
    const auto* const value = find(name);
    return value == nullptr ? nullptr : std::get_if<std::string>(value);
}

const std::int64_t* FlatJson::number(std::string_view name) const {
    const auto* const value = find(name);
    return value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
}

}  // namespace orion::security

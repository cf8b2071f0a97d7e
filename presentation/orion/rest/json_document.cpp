#include "orion/rest/json_document.hpp"

#include "orion/rest/json_writer.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace orion::rest {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::size_t max_depth = 32;

/// Builds the value as Boost.JSON's own parser does, and counts the members that the text names: the finished value has
/// fewer of them if a name came twice, because the last one wins silently.
struct Builder {
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    json::value_stack values;
    std::size_t members = 0;

    bool on_document_begin(error_code& /*error*/) { return true; }
    bool on_document_end(error_code& /*error*/) { return true; }
    bool on_object_begin(error_code& /*error*/) { return true; }
    bool on_object_end(std::size_t count, error_code& /*error*/) {
        members += count;
        values.push_object(count);
        return true;
    }
    bool on_array_begin(error_code& /*error*/) { return true; }
    bool on_array_end(std::size_t count, error_code& /*error*/) {
        values.push_array(count);
        return true;
    }
    bool on_key_part(string_view text, std::size_t /*size*/, error_code& /*error*/) {
        values.push_chars(text);
        return true;
    }
    bool on_key(string_view text, std::size_t /*size*/, error_code& /*error*/) {
        values.push_key(text);
        return true;
    }
    bool on_string_part(string_view text, std::size_t /*size*/, error_code& /*error*/) {
        values.push_chars(text);
        return true;
    }
    bool on_string(string_view text, std::size_t /*size*/, error_code& /*error*/) {
        values.push_string(text);
        return true;
    }
    bool on_number_part(string_view /*text*/, error_code& /*error*/) { return true; }
    bool on_int64(std::int64_t number, string_view /*text*/, error_code& /*error*/) {
        values.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, string_view /*text*/, error_code& /*error*/) {
        values.push_uint64(number);
        return true;
    }
    bool on_double(double number, string_view /*text*/, error_code& /*error*/) {
        values.push_double(number);
        return true;
    }
    bool on_bool(bool truth, error_code& /*error*/) {
        values.push_bool(truth);
        return true;
    }
    bool on_null(error_code& /*error*/) {
        values.push_null();
        return true;
    }
    bool on_comment_part(string_view /*text*/, error_code& /*error*/) { return true; }
    bool on_comment(string_view /*text*/, error_code& /*error*/) { return true; }
};

std::size_t count_members(const json::value& value) {
    std::size_t count = 0;
    if (const auto* object = value.if_object()) {
        count = object->size();
        for (const auto& member : *object) count += count_members(member.value());
    } else if (const auto* array = value.if_array()) {
        for (const auto& element : *array) count += count_members(element);
    }
    return count;
}

void write_canonical(JsonWriter& writer, const json::value& value) {
    switch (value.kind()) {
        case json::kind::object: {
            std::vector<const json::key_value_pair*> members;
            for (const auto& member : value.get_object()) members.push_back(&member);
            std::ranges::sort(members, {}, [](const auto* member) { return std::string_view{member->key()}; });
            writer.begin_object();
            for (const auto* member : members) {
                writer.key(member->key());
                write_canonical(writer, member->value());
            }
            writer.end_object();
            break;
        }
        case json::kind::array:
            writer.begin_array();
            for (const auto& element : value.get_array()) write_canonical(writer, element);
            writer.end_array();
            break;
        case json::kind::string:
            writer.text(std::string_view{value.get_string()});
            break;
        case json::kind::int64:
            writer.number(value.get_int64());
            break;
        case json::kind::uint64:
            writer.number(value.get_uint64());
            break;
        // No member of the API is a fraction: one is refused before anybody asks for a canonical text.
        case json::kind::double_:
            writer.text("fraction");
            break;
        case json::kind::bool_:
            writer.boolean(value.get_bool());
            break;
        case json::kind::null:
            writer.null();
            break;
    }
}

}  // namespace

std::optional<json::object> parse_object(std::string_view text) {
    json::parse_options options;
    options.max_depth = max_depth;
    json::basic_parser<Builder> parser{options};
    parser.handler().values.reset();

    error_code error;
    const auto consumed = parser.write_some(false, text.data(), text.size(), error);
    if (error || consumed != text.size()) return std::nullopt;

    json::value value = parser.handler().values.release();
    auto* object = value.if_object();
    if (object == nullptr || count_members(value) != parser.handler().members) return std::nullopt;
    return std::move(*object);
}

std::string canonical_text(const json::object& object) {
    JsonWriter writer;
    write_canonical(writer, object);
    return std::move(writer).text();
}

}  // namespace orion::rest

#include "orion/catalogue_files/json_tree.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>

namespace orion::catalogue_files {
namespace {

using boost::json::error_code;

/// Receives the events of Boost.JSON's parser and builds the tree.
class TreeBuilder {
public:
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return open(Json{Json::Object{}}); }
    bool on_object_end(std::size_t, error_code& error) { return has_unique_names(error) && close(); }
    bool on_array_begin(error_code&) { return open(Json{Json::Array{}}); }
    bool on_array_end(std::size_t, error_code&) { return close(); }
    bool on_key_part(std::string_view part, std::size_t, error_code&) { return collect(part); }
    bool on_key(std::string_view part, std::size_t, error_code&) {
        collect(part);
        keys_.push_back(take_text());
        return true;
    }
    bool on_string_part(std::string_view part, std::size_t, error_code&) { return collect(part); }
    bool on_string(std::string_view part, std::size_t, error_code&) {
        collect(part);
        return add(Json{take_text()});
    }
    bool on_number_part(std::string_view part, error_code&) { return collect(part); }
    bool on_int64(std::int64_t, std::string_view part, error_code&) { return add_number(part); }
    bool on_uint64(std::uint64_t, std::string_view part, error_code&) { return add_number(part); }
    bool on_double(double, std::string_view part, error_code&) { return add_number(part); }
    bool on_bool(bool value, error_code&) { return add(Json{value}); }
    bool on_null(error_code&) { return add(Json{}); }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

    Json take_root() { return std::move(root_); }

private:
    bool collect(std::string_view part) {
        text_ += part;
        return true;
    }
    std::string take_text() { return std::exchange(text_, {}); }
    bool add_number(std::string_view part) {
        collect(part);
        return add(Json{Json::Number{take_text()}});
    }
    bool open(Json container) {
        open_.push_back(std::move(container));
        return true;
    }
    bool close() {
        auto container = std::move(open_.back());
        open_.pop_back();
        return add(std::move(container));
    }
    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto* const array = std::get_if<Json::Array>(&open_.back().value)) {
            array->push_back(std::move(value));
        } else {
            std::get<Json::Object>(open_.back().value).emplace_back(std::move(keys_.back()), std::move(value));
            keys_.pop_back();
        }
        return true;
    }
    bool has_unique_names(error_code& error) const {
        std::vector<std::string_view> names;
        for (const auto& [name, value] : std::get<Json::Object>(open_.back().value)) names.push_back(name);
        std::ranges::sort(names);
        if (std::ranges::adjacent_find(names) == names.end()) return true;
        error = boost::json::error::syntax;
        return false;
    }

    Json root_;
    std::vector<Json> open_;
    std::vector<std::string> keys_;
    std::string text_;
};

}  // namespace

const std::string* Json::text_or_number() const {
    if (const auto* const number = std::get_if<Number>(&value)) return &number->text;
    return text();
}

std::optional<std::int64_t> Json::integer() const {
    const auto* const digits = text_or_number();
    if (digits == nullptr) return std::nullopt;
    std::int64_t number = 0;
    const auto* const end = digits->data() + digits->size();
    const auto [stop, error] = std::from_chars(digits->data(), end, number);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return number;
}

const Json* Json::member(std::string_view name) const {
    const auto* const members = object();
    if (members == nullptr) return nullptr;
    for (const auto& [key, member] : *members)
        if (key == name) return member.is_null() ? nullptr : &member;
    return nullptr;
}

std::optional<Json> parse_json(std::string_view text) {
    boost::json::basic_parser<TreeBuilder> parser{boost::json::parse_options{}};
    error_code error;
    const auto used = parser.write_some(false, text.data(), text.size(), error);
    const bool is_only_value =
        std::ranges::all_of(text.substr(used), [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    if (error || !parser.done() || !is_only_value) return std::nullopt;
    return parser.handler().take_root();
}

}  // namespace orion::catalogue_files

#include "orion/rest/target.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace orion::rest {
namespace {

// A query of thousands of parameters is no question that a list answers; the bound keeps the search for duplicates
// short.
constexpr std::size_t max_parameters = 50;

constexpr int digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

struct Utf8Shape {
    std::size_t length;
    std::uint32_t smallest;  // code point that needs this length
    std::uint32_t bits;      // of the code point in the first byte
};

constexpr std::optional<Utf8Shape> shape_of(unsigned char first) {
    if (first < 0x80) return Utf8Shape{1, 0, first};
    if ((first & 0xe0U) == 0xc0) return Utf8Shape{2, 0x80, first & 0x1fU};
    if ((first & 0xf0U) == 0xe0) return Utf8Shape{3, 0x800, first & 0x0fU};
    if ((first & 0xf8U) == 0xf0) return Utf8Shape{4, 0x10000, first & 0x07U};
    return std::nullopt;
}

std::unexpected<Problem> malformed_query() {
    return refuse(400, "malformed_query", "The query is not percent-encoded UTF-8.");
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto shape = shape_of(static_cast<unsigned char>(text[i]));
        if (!shape || text.size() - i < shape->length) return false;
        auto point = shape->bits;
        for (std::size_t k = 1; k < shape->length; ++k) {
            const auto byte = static_cast<unsigned char>(text[i + k]);
            if ((byte & 0xc0U) != 0x80) return false;
            point = point << 6 | (byte & 0x3fU);
        }
        const bool surrogate = point >= 0xd800 && point <= 0xdfff;
        if (point < shape->smallest || point > 0x10ffff || surrogate) return false;
        i += shape->length;
    }
    return true;
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        if (text.size() - i < 3) return std::nullopt;
        const int high = digit_value(text[i + 1]);
        const int low = digit_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

std::expected<std::vector<std::string>, Problem> parse_path(std::string_view path) {
    std::vector<std::string> segments;
    if (!path.starts_with('/')) return refuse(400, "malformed_path", "A path begins with a slash.");
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto segment = path.substr(0, path.find('/'));
        auto decoded = percent_decoded(segment);
        if (!decoded) return refuse(400, "malformed_path", "The path is not percent-encoded UTF-8.");
        segments.push_back(*std::move(decoded));
        path.remove_prefix(segment.size());
    }
    return segments;
}

std::expected<Query, Problem> Query::parse(std::string_view text, const std::vector<std::string_view>& known) {
    Query query;
    FieldErrors errors;
    std::size_t seen = 0;
    while (!text.empty()) {
        const auto part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        if (part.empty()) continue;
        if (++seen > max_parameters) return refuse(400, "malformed_query", "The query has too many parameters.");

        std::string spaced{part};
        std::ranges::replace(spaced, '+', ' ');
        const auto equals = spaced.find('=');
        auto name = percent_decoded(std::string_view{spaced}.substr(0, equals));
        auto value =
            equals == std::string::npos ? std::string{} : percent_decoded(std::string_view{spaced}.substr(equals + 1));
        if (!name || !value) return malformed_query();

        if (std::ranges::find(known, *name) == known.end()) {
            errors.add(*name, "unknown_parameter", "There is no such query parameter.");
        } else if (query.find(*name)) {
            errors.add(*name, "duplicate_parameter", "This query parameter is given twice.");
        } else {
            query.parameters_.emplace_back(*std::move(name), *std::move(value));
        }
    }
    if (!errors.empty()) query.faults_ = std::move(errors).to_error().fields;
    return query;
}

std::optional<std::string_view> Query::find(std::string_view name) const {
    const auto found = std::ranges::find(parameters_, name, [](const auto& parameter) { return parameter.first; });
    if (found == parameters_.end()) return std::nullopt;
    return found->second;
}

}  // namespace orion::rest

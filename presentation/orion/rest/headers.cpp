#include "orion/rest/headers.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

namespace orion::rest {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_visible(char c) { return c > 0x20 && c < 0x7f; }
constexpr bool is_lower_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

constexpr bool may_stand_in_a_token(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || std::string_view{"-._~+/="}.contains(c);
}

bool same(std::string_view left, std::string_view right) { return std::ranges::equal(left, right, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// The trimmed parts of a list, split at `separator` outside quoted strings.
std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == separator && !quoted) {
            parts.push_back(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        }
    }
    parts.push_back(trimmed(text.substr(begin)));
    return parts;
}

/// All headers of that name as the one list that they stand for.
std::string combined(const http::Request& request, std::string_view name) {
    std::string list;
    for (const auto& header : request.headers) {
        if (!same(header.name, name)) continue;
        if (!list.empty()) list += ", ";
        list += header.value;
    }
    return list;
}

std::string_view unquoted(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
    return text;
}

/// The value of a `;name=value` parameter among `parts`, of which the first is no parameter.
std::optional<std::string_view> parameter(const std::vector<std::string_view>& parts, std::string_view name) {
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto equals = parts[i].find('=');
        if (equals != std::string_view::npos && same(trimmed(parts[i].substr(0, equals)), name))
            return unquoted(trimmed(parts[i].substr(equals + 1)));
    }
    return std::nullopt;
}

constexpr bool is_zero_weight(std::string_view weight) {
    return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

/// How closely a media range fits: 0 not at all, 3 exactly.
int closeness(std::string_view range, std::string_view media_type) {
    if (same(range, media_type)) return 3;
    const auto slash = media_type.find('/');
    if (range.size() == slash + 2 && range.ends_with('*') &&
        same(range.substr(0, slash + 1), media_type.substr(0, slash + 1)))
        return 2;
    return range == "*/*" ? 1 : 0;
}

}  // namespace

std::optional<std::string> correlation_id_of(const http::Request& request) {
    constexpr std::size_t max_length = 128;
    const auto value = request.header("X-Correlation-ID");
    if (!value || request.count("X-Correlation-ID") != 1) return std::nullopt;
    if (value->empty() || value->size() > max_length || !std::ranges::all_of(*value, is_visible)) return std::nullopt;
    return std::string{*value};
}

std::string traceparent_of(const http::Request& request) {
    constexpr std::string_view shape = "00-00000000000000000000000000000000-0000000000000000-00";
    const auto value = request.header("traceparent");
    if (!value || request.count("traceparent") != 1 || value->size() != shape.size()) return {};
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool fits = shape[i] == '-' ? (*value)[i] == '-' : is_lower_hex((*value)[i]);
        if (!fits) return {};
    }
    const auto all_zero = [](std::string_view text) { return text.find_first_not_of('0') == std::string_view::npos; };
    if (!value->starts_with("00-") || all_zero(value->substr(3, 32)) || all_zero(value->substr(36, 16))) return {};
    return std::string{*value};
}

bool announces(const http::Request& request, std::string_view media_type) {
    const auto type = request.header("Content-Type");
    if (!type || request.count("Content-Type") != 1) return false;
    const auto parts = split(*type, ';');
    const auto charset = parameter(parts, "charset");
    const auto encoding = combined(request, "Content-Encoding");
    return same(parts.front(), media_type) && (!charset || same(*charset, "utf-8")) &&
           (encoding.empty() || same(encoding, "identity"));
}

bool accepts(const http::Request& request, std::string_view media_type) {
    int closest = 0;
    bool wanted = false;
    bool readable = false;
    const auto list = combined(request, "Accept");
    for (const auto range : split(list, ',')) {
        const auto parts = split(range, ';');
        if (!parts.front().contains('/')) continue;
        readable = true;
        const int fit = closeness(parts.front(), media_type);
        if (fit == 0 || fit < closest) continue;
        const bool refused = is_zero_weight(parameter(parts, "q").value_or("1"));
        wanted = fit > closest ? !refused : wanted || !refused;
        closest = fit;
    }
    return wanted || !readable;
}

bool has_current(const http::Request& request, std::string_view etag) {
    const auto list = combined(request, "If-None-Match");
    if (trimmed(list) == "*") return true;
    const auto parts = split(list, ',');
    return std::ranges::any_of(parts, [etag](std::string_view candidate) {
        if (candidate.starts_with("W/")) candidate.remove_prefix(2);
        return candidate == etag;
    });
}

std::optional<std::vector<std::int64_t>> expected_versions_of(const http::Request& request) {
    const auto list = combined(request, "If-Match");
    if (request.count("If-Match") == 0 || trimmed(list) == "*") return std::nullopt;
    std::vector<std::int64_t> versions;
    for (const auto tag : split(list, ',')) {
        const auto digits = unquoted(tag);
        std::int64_t version = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), version);
        if (std::to_string(version) == digits) versions.push_back(version);
    }
    return versions;
}

std::string idempotency_key_of(const http::Request& request) {
    constexpr std::size_t max_length = 255;
    const auto value = request.header("Idempotency-Key");
    if (!value || request.count("Idempotency-Key") != 1) return {};
    const auto key = unquoted(trimmed(*value));
    const bool allowed = std::ranges::all_of(key, [](char c) { return is_visible(c) || c == ' '; });
    if (key.size() > max_length || !allowed || key.contains('"')) return {};
    return std::string{key};
}

std::optional<std::string_view> bearer_token_of(const http::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    constexpr std::size_t max_length = 4096;
    const auto value = request.header("Authorization");
    if (!value || request.count("Authorization") != 1 || !same(value->substr(0, scheme.size()), scheme))
        return std::nullopt;
    const auto token = trimmed(value->substr(scheme.size()));
    if (token.empty() || token.size() > max_length || !std::ranges::all_of(token, may_stand_in_a_token))
        return std::nullopt;
    return token;
}

std::optional<std::chrono::seconds> wait_preference_of(const http::Request& request, std::chrono::seconds limit) {
    const auto list = combined(request, "Prefer");
    for (const auto preference : split(list, ',')) {
        const auto name_and_value = split(split(preference, ';').front(), '=');
        if (name_and_value.size() != 2 || !same(name_and_value[0], "wait")) continue;
        const auto digits = unquoted(name_and_value[1]);
        std::uint64_t seconds = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
        if (end != digits.data() + digits.size()) return std::nullopt;
        if (error == std::errc::result_out_of_range) return limit;
        if (error != std::errc{}) return std::nullopt;
        return std::min(limit,
                        std::chrono::seconds{static_cast<std::int64_t>(std::min<std::uint64_t>(seconds, 1'000'000))});
    }
    return std::nullopt;
}

}  // namespace orion::rest

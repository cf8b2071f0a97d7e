#include "orion/http/request_syntax.hpp"

#include "orion/http/message.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace orion::http {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

class CharacterSet {
public:
    consteval explicit CharacterSet(std::string_view extra) {
        for (const auto group : {letters, digits, extra}) {
            for (const char c : group) members_[static_cast<unsigned char>(c)] = true;
        }
    }
    bool has_all(std::string_view text) const {
        return std::ranges::all_of(text, [this](char c) { return members_[static_cast<unsigned char>(c)]; });
    }

private:
    std::array<bool, 256> members_{};
};

constexpr CharacterSet token_characters("!#$%&'*+-.^_`|~");
constexpr CharacterSet target_characters("-._~:/?[]@!$&'()*+,;=%");
constexpr CharacterSet name_characters("-._~");

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_hexadecimal(char c) { return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'f'); }

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_port(std::string_view text) {
    if (text.empty()) return true;
    if (!is_digits(text) || text.size() > 5) return false;
    int port = 0;
    for (const char c : text) port = port * 10 + (c - '0');
    return port <= 65'535;
}

bool is_ipv6(std::string_view text) {
    return text.size() >= 2 && text.size() <= 45 && std::ranges::count(text, ':') >= 2 &&
           std::ranges::all_of(text, [](char c) { return is_hexadecimal(c) || c == ':' || c == '.'; });
}

std::optional<Refusal> check_version(std::string_view version) {
    const bool well_formed = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' &&
                             is_digits(version.substr(5, 1)) && is_digits(version.substr(7, 1));
    if (!well_formed) return Refusal{400, "malformed request line"};
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return Refusal{505, "only HTTP/1.0 and HTTP/1.1 are served"};
    return std::nullopt;
}

/// Splits `http://authority/path?query`.
std::optional<Refusal> split_absolute(std::string_view target, RequestLine& line) {
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) return Refusal{400, "malformed request target"};
    const auto scheme = target.substr(0, scheme_end);
    if (!equals_ignoring_case(scheme, "http") && !equals_ignoring_case(scheme, "https")) {
        return Refusal{400, "malformed request target"};
    }
    const auto rest = target.substr(scheme_end + 3);
    const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
    line.form = TargetForm::absolute;
    line.authority = rest.substr(0, authority_end);
    line.target = rest.substr(authority_end);
    if (!is_authority(line.authority)) return Refusal{400, "malformed request target"};
    return std::nullopt;
}

}  // namespace

bool is_token(std::string_view text) { return !text.empty() && token_characters.has_all(text); }

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

bool has_list_member(std::string_view list, std::string_view member) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (equals_ignoring_case(trimmed(list.substr(0, end)), member)) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

bool is_authority(std::string_view text) {
    std::string_view port;
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos || !is_ipv6(text.substr(1, close - 1))) return false;
        port = text.substr(close + 1);
    } else {
        const auto colon = std::min(text.find(':'), text.size());
        if (colon == 0 || !name_characters.has_all(text.substr(0, colon))) return false;
        port = text.substr(colon);
    }
    return port.empty() || (port.starts_with(':') && is_port(port.substr(1)));
}

std::optional<HeaderLine> parse_header_line(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return std::nullopt;
    const auto value = trimmed(line.substr(colon + 1));
    if (!is_header_value(value)) return std::nullopt;
    return HeaderLine{line.substr(0, colon), value};
}

std::optional<Refusal> parse_request_line(std::string_view text, RequestLine& line) {
    const auto method_end = text.find(' ');
    const auto target_end = text.rfind(' ');
    if (method_end == std::string_view::npos || !is_token(text.substr(0, method_end))) {
        return Refusal{400, "malformed request line"};
    }
    line.method = text.substr(0, method_end);
    if (target_end <= method_end + 1) return Refusal{400, "malformed request line"};
    const auto target = text.substr(method_end + 1, target_end - method_end - 1);
    if (!target_characters.has_all(target)) return Refusal{400, "malformed request target"};
    if (auto refusal = check_version(text.substr(target_end + 1))) return refusal;
    if (line.method == "CONNECT") return Refusal{501, "CONNECT is not served"};
    line.target = target;
    if (target.starts_with('/')) return std::nullopt;
    if (target == "*") {
        line.form = TargetForm::asterisk;
        if (line.method != "OPTIONS") return Refusal{400, "malformed request target"};
        return std::nullopt;
    }
    return split_absolute(target, line);
}

std::size_t chunk_size_digits(std::string_view line) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if_not(line, is_hexadecimal) - line.begin());
    if (end > 16 || !is_header_value(line)) return 0;
    if (end < line.size() && line[end] != ';') return 0;
    return end;
}

}  // namespace orion::http

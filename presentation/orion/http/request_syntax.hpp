#pragma once

#include <optional>
#include <string_view>

/// The grammar of RFC 9110, 9112 and 3986 that a request must keep to, as pure questions about one piece of text.
namespace orion::http {

/// Why a request is not served: the status of the answer and a short text that may be shown.
struct Refusal {
    int status = 400;
    std::string_view reason;  ///< of static storage
};

bool is_token(std::string_view text);
bool is_digits(std::string_view text);
bool equals_ignoring_case(std::string_view left, std::string_view right);

/// Whether a comma-separated list, such as the value of Connection, has this member in any case.
bool has_list_member(std::string_view list, std::string_view member);

/// `host [":" port]`: a registered name of letters, digits and `-._~`, an IPv4 address or an IPv6 address in brackets.
bool is_authority(std::string_view text);

struct HeaderLine {
    std::string_view name;
    std::string_view value;  ///< without the white space around it
};

/// A header or trailer line without its CRLF; nothing if it is not exactly one `name: value` (folded lines are not).
std::optional<HeaderLine> parse_header_line(std::string_view line);

enum class TargetForm { origin, absolute, asterisk };

struct RequestLine {
    std::string_view method;
    TargetForm form = TargetForm::origin;
    std::string_view authority;  ///< of the absolute form
    std::string_view target;     ///< path and query, as sent; may lack the leading slash in the absolute form
};

/// A request line without its CRLF. On refusal `line.method` is set if the line began with a method.
std::optional<Refusal> parse_request_line(std::string_view text, RequestLine& line);

/// How many hexadecimal digits begin a chunk line; 0 if it is no `size [";" extensions]` or too large for 64 bits.
std::size_t chunk_size_digits(std::string_view line);

}  // namespace orion::http

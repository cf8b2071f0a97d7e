#include "orion/http/response_text.hpp"

#include "orion/http/request_syntax.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace orion::http {
namespace {

bool is_transports_own(std::string_view name) {
    constexpr std::array<std::string_view, 5> own{"Date", "Content-Length", "Connection", "Keep-Alive",
                                                  "Transfer-Encoding"};
    return std::ranges::any_of(own, [name](std::string_view one) { return equals_ignoring_case(name, one); });
}

/// The present second as RFC 9110, 5.6.7 writes it; formatted once a second and thread.
std::string_view date_text() {
    thread_local std::time_t formatted_at = -1;
    thread_local std::array<char, 32> text{};
    const auto now = std::time(nullptr);
    if (now != formatted_at) {
        constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
        constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                      days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                      months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                      parts.tm_sec);
        formatted_at = now;
    }
    return text.data();
}

void append_header(std::string& text, std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

bool is_writable(const Response& response) {
    return response.status >= 200 && response.status <= 599 &&
           std::ranges::all_of(response.headers, [](const Header& header) {
               return is_token(header.name) && is_header_value(header.value);
           });
}

std::string head_text(const Response& response, const AnswerContext& context) {
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
    std::string text;
    text.reserve(512);
    text.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
    text.append(reason.data(), reason.size()).append("\r\n");
    for (const auto& header : response.headers) {
        if (!is_transports_own(header.name)) append_header(text, header.name, header.value);
    }
    append_header(text, "Date", date_text());
    if (response.status != 204 && response.status != 304) {
        append_header(text, "Content-Length", std::to_string(response.body.size()));
    }
    if (context.persistence == Persistence::close) {
        append_header(text, "Connection", "close");
    } else if (context.version == Version::http_1_0) {
        append_header(text, "Connection", "keep-alive");
    }
    text.append("\r\n");
    return text;
}

bool sends_body(const Response& response, const AnswerContext& context) {
    return !context.to_head_request && response.status != 204 && response.status != 304;
}

}  // namespace orion::http

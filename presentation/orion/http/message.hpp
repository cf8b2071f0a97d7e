#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::http {

struct Header {
    std::string name;
    std::string value;

    /// In any case.
    bool is_named(std::string_view wanted) const;
};

/// One complete request, framed and checked by RFC 9112: exactly one Host, a body of known length, no bad character in
/// a header. Percent-encoding in `target` is as sent.
struct Request {
    std::string method;  ///< as sent, case-sensitive: `GET`
    std::string target;  ///< origin form, `/products?q=tea`; an absolute form has been split into `host` and this
    std::string host;    ///< authority the client meant
    std::vector<Header> headers;
    std::string body;
    std::string peer;  ///< address of the other end of the connection, without port
    /// When its thread learned that there was something to read: how late it is since.
    std::chrono::steady_clock::time_point arrived = std::chrono::steady_clock::now();

    /// The first header of that name in any case; nothing if absent.
    std::optional<std::string_view> header(std::string_view name) const;
    /// How many headers have that name in any case.
    std::size_t count(std::string_view name) const;
};

/// An answer. The transport adds Date, Content-Length and Connection, and leaves out the body for HEAD, 204 and 304.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
};

/// Whether a text may stand in a header value: no control characters but tab (RFC 9110, 5.5).
bool is_header_value(std::string_view text);

}  // namespace orion::http

#pragma once

#include "orion/http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

/// Whose web pages may call the API from a browser (Fetch standard, CORS protocol). Tokens travel in headers that a
/// page sets itself, never in cookies, so no answer allows credentials.
class Cors {
public:
    /// Origins as browsers send them, `https://shop.example`; `*` allows every page. None: no page of another origin.
    explicit Cors(std::vector<std::string> origins = {}) : origins_{std::move(origins)} {}

    /// What the request's origin is allowed: empty, or the value of `Access-Control-Allow-Origin`.
    std::string allowed_origin(const http::Request& request) const;

    /// Whether answers differ by origin, so that caches must keep them apart.
    bool is_on() const { return !origins_.empty(); }

private:
    std::vector<std::string> origins_;
};

/// What lets the page read the answer, with the headers that the API answers with.
void allow_origin(std::vector<http::Header>& headers, std::string allowed_origin);

/// Whether a browser asks what it may send.
bool is_preflight(const http::Request& request);

/// The answer to that: `allow` as in the header `Allow`.
http::Response preflight_response(std::string_view allow);

}  // namespace orion::rest

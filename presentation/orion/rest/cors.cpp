#include "orion/rest/cors.hpp"

#include <algorithm>
#include <utility>

namespace orion::rest {
namespace {

constexpr std::string_view request_headers =
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, X-Api-Key, X-Cart-Token, "
    "X-Correlation-ID, X-Order-Token, traceparent";
constexpr std::string_view response_headers =
    "ETag, Idempotency-Replayed, Location, Preference-Applied, RateLimit, RateLimit-Policy, Retry-After, "
    "WWW-Authenticate, X-Correlation-ID";
/// How long a browser need not ask again; browsers cap it themselves.
constexpr std::string_view max_age_s = "600";

}  // namespace

std::string Cors::allowed_origin(const http::Request& request) const {
    if (request.count("Origin") != 1) return {};
    const auto origin = *request.header("Origin");
    const auto allows = [this](std::string_view whom) { return std::ranges::find(origins_, whom) != origins_.end(); };
    if (allows("*")) return "*";
    return allows(origin) ? std::string{origin} : std::string{};
}

void allow_origin(std::vector<http::Header>& headers, std::string allowed_origin) {
    headers.push_back({"Access-Control-Allow-Origin", std::move(allowed_origin)});
    headers.push_back({"Access-Control-Expose-Headers", std::string{response_headers}});
}

bool is_preflight(const http::Request& request) {
    return request.method == "OPTIONS" && request.header("Origin") && request.header("Access-Control-Request-Method");
}

http::Response preflight_response(std::string_view allow) {
    return {204,
            {{"Access-Control-Allow-Methods", std::string{allow}},
             {"Access-Control-Allow-Headers", std::string{request_headers}},
             {"Access-Control-Max-Age", std::string{max_age_s}}},
            {}};
}

}  // namespace orion::rest

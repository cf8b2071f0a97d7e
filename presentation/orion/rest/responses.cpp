#include "orion/rest/responses.hpp"

#include "orion/rest/headers.hpp"

#include <utility>

namespace orion::rest {

http::Response json_response(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Header location(std::string_view path) { return {"Location", std::string{"/api/v1"}.append(path)}; }

std::string etag_of(std::string_view body, const Digest& digest) {
    constexpr std::size_t tag_length = 32;
    return '"' + digest.sha256(body).substr(0, tag_length) + '"';
}

http::Response resource_response(const Call& call, std::string body, const Digest& digest) {
    const auto etag = etag_of(body, digest);
    if (has_current(call.request, etag)) return {304, {{"ETag", etag}}, {}};
    auto response = json_response(200, std::move(body));
    response.headers.push_back({"ETag", etag});
    return response;
}

http::Response versioned_response(const Call& call, int status, std::string body, std::int64_t version) {
    const auto etag = '"' + std::to_string(version) + '"';
    const bool is_read = call.request.method == "GET" || call.request.method == "HEAD";
    if (is_read && has_current(call.request, etag)) return {304, {{"ETag", etag}}, {}};
    auto response = json_response(status, std::move(body));
    response.headers.push_back({"ETag", etag});
    return response;
}

}  // namespace orion::rest

#include "orion/rest/responses.hpp"

#include "orion/rest/headers.hpp"

#include <utility>

namespace orion::rest {

http::Response json_response(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

http::Response resource_response(const Call& call, std::string body, const Digest& digest) {
    constexpr std::size_t tag_length = 32;
    const auto etag = '"' + digest.sha256(body).substr(0, tag_length) + '"';
    if (has_current(call.request, etag)) return {304, {{"ETag", etag}}, {}};
    auto response = json_response(200, std::move(body));
    response.headers.push_back({"ETag", etag});
    return response;
}

}  // namespace orion::rest

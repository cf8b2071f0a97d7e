#pragma once

#include "orion/ports/digest.hpp"
#include "orion/rest/router.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace orion::rest {

http::Response json_response(int status, std::string body);

/// Where what was made is found, `path` being without the "/api/v1" of every route: `/orders/` and an id.
http::Header location(std::string_view path);

/// The strong ETag of a body, with its quotes.
std::string etag_of(std::string_view body, const Digest& digest);

/// A single resource: 200 with a strong ETag of `body`, or 304 if the caller has it already.
http::Response resource_response(const Call& call, std::string body, const Digest& digest);

/// A single resource that has its version as its ETag: `status`, or 304 to a GET by somebody who has that version.
http::Response versioned_response(const Call& call, int status, std::string body, std::int64_t version);

}  // namespace orion::rest

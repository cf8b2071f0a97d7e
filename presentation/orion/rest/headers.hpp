#pragma once

#include "orion/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

/// The caller's `X-Correlation-ID` if it is one of 1 to 128 visible ASCII characters.
std::optional<std::string> correlation_id_of(const http::Request& request);

/// The caller's `traceparent` if W3C Trace Context allows it; else empty.
std::string traceparent_of(const http::Request& request);

/// Whether the body is of that media type in UTF-8, not compressed, by its headers.
bool announces(const http::Request& request, std::string_view media_type);
inline bool announces_json(const http::Request& request) { return announces(request, "application/json"); }

/// Whether `Accept` leaves room for `media_type` (RFC 9110, 12.5.1). No header, or one without any readable range,
/// takes everything.
bool accepts(const http::Request& request, std::string_view media_type);

/// Whether `If-None-Match` names `etag` (weak comparison, RFC 9110, 13.1.2) or is `*`.
bool has_current(const http::Request& request, std::string_view etag);

/// N of each `"N"` in `If-Match`, for what has its version as its ETag; a tag of another form is no version. Nothing
/// without that header, or if any version is fine (`*`).
std::optional<std::vector<std::int64_t>> expected_versions_of(const http::Request& request);

/// `k` of `Idempotency-Key: k` or `"k"`; empty if there is none or it is malformed: 1 to 255 visible ASCII characters,
/// spaces inside allowed.
std::string idempotency_key_of(const http::Request& request);

/// T of `Authorization: Bearer T` if that is the only such header and T may be a token (RFC 6750, at most 4 KiB).
std::optional<std::string_view> bearer_token_of(const http::Request& request);

/// N of `Prefer: wait=N`, at most `limit`. Nothing if absent or no number of seconds.
std::optional<std::chrono::seconds> wait_preference_of(const http::Request& request, std::chrono::seconds limit);

}  // namespace orion::rest

#pragma once

#include "orion/http/message.hpp"
#include "orion/kernel/result.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

/// Why a request is refused: an Error of the application with the status that it has in HTTP, or one that HTTP alone
/// knows (400, 405, 406, 415 …).
struct Problem {
    int status;
    ErrorCode code;
    std::string detail;
    std::vector<FieldError> fields{};
    std::vector<http::Header> headers{};

    Problem(int http_status, ErrorCode problem_code, std::string text)
        : status{http_status}, code{problem_code}, detail{std::move(text)} {}
    /// One for which every bad field has the same fault carries that fault's code; else it is `invalid_fields`.
    Problem(Error error);  // NOLINT(google-explicit-constructor): lets ORION_TRY pass errors on
};

/// What a handler answers.
using Outcome = std::expected<http::Response, Problem>;

inline std::unexpected<Problem> refuse(int status, ErrorCode code, std::string detail) {
    return std::unexpected{Problem{status, code, std::move(detail)}};
}

/// RFC 9457. `target` is what was asked for; its query is left out, for it may be personal.
http::Response to_response(const Problem& problem, std::string_view target, std::string_view correlation_id);

/// The answer to `error` when it is about that one field: fields that it names already are kept.
Error about(Error error, std::string field);

}  // namespace orion::rest

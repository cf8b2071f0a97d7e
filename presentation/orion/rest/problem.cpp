#include "orion/rest/problem.hpp"

#include "orion/rest/json_writer.hpp"

#include <algorithm>
#include <cstdint>

namespace orion::rest {
namespace {

int status_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid:
            return 422;
        case ErrorKind::unauthenticated:
            return 401;
        case ErrorKind::forbidden:
            return 403;
        case ErrorKind::not_found:
            return 404;
        case ErrorKind::conflict:
            return 409;
        case ErrorKind::stale:
            return 412;
        case ErrorKind::throttled:
            return 429;
        case ErrorKind::unavailable:
            return 503;
    }
    contract(false, "an error has no kind");
    return 500;
}

std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Internal Server Error";
    }
}

constexpr bool may_stand_in_a_path(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view{"/-._~!$&'()*+,;=:@%"}.contains(c);
}

std::string instance_of(std::string_view target) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string instance;
    for (const char c : target.substr(0, target.find('?'))) {
        if (may_stand_in_a_path(c)) {
            instance += c;
            continue;
        }
        instance += '%';
        instance += digits[static_cast<unsigned char>(c) >> 4];
        instance += digits[static_cast<unsigned char>(c) & 0x0f];
    }
    return instance;
}

ErrorCode shared_code(const Error& error) {
    const auto differs = [&error](const FieldError& field) { return field.code != error.fields.front().code; };
    if (error.fields.empty() || error.code != "invalid_fields" || std::ranges::any_of(error.fields, differs))
        return error.code;
    return error.fields.front().code;
}

}  // namespace

Problem::Problem(Error error)
    : status{status_of(error.kind)},
      code{shared_code(error)},
      detail{std::move(error.message)},
      fields{std::move(error.fields)} {
    if (error.kind != ErrorKind::unavailable && error.kind != ErrorKind::throttled) return;
    const auto wait = std::to_string(std::max<std::int64_t>(error.retry_after.count(), 1));
    headers.push_back({"Retry-After", wait});
    if (error.kind == ErrorKind::unavailable) return;
    // One more attempt after the wait.
    const auto policy = '"' + std::string{code.text()} + '"';
    headers.push_back({"RateLimit-Policy", policy + ";q=1;w=" + wait});
    headers.push_back({"RateLimit", policy + ";r=0;t=" + wait});
}

http::Response to_response(const Problem& problem, std::string_view target, std::string_view correlation_id) {
    JsonWriter json;
    json.begin_object();
    json.member("type", "/docs#" + std::string{problem.code.text()});
    json.member("title", title_of(problem.status));
    json.member("status", problem.status);
    json.member("detail", problem.detail);
    json.member("instance", instance_of(target));
    json.member("code", problem.code.text());
    json.member("correlation_id", correlation_id);
    if (problem.status == 422) {
        json.key("errors");
        json.begin_array();
        for (const auto& field : problem.fields) {
            json.begin_object();
            json.member("field", field.field);
            json.member("code", field.code.text());
            json.member("message", field.message);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();

    http::Response response{.status = problem.status, .headers = problem.headers, .body = std::move(json).text()};
    response.headers.push_back({"Content-Type", "application/problem+json"});
    const bool challenges =
        std::ranges::find(problem.headers, "WWW-Authenticate", &http::Header::name) != problem.headers.end();
    if (problem.status == 401 && !challenges) response.headers.push_back({"WWW-Authenticate", "Bearer"});
    return response;
}

Error about(Error error, std::string field) {
    if (error.kind == ErrorKind::invalid && error.fields.empty())
        error.fields.push_back({std::move(field), error.code, error.message});
    return error;
}

}  // namespace orion::rest

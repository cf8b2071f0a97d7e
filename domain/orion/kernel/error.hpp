#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion {

/// What a caller can do about a failure. Closed on purpose: presentation maps it to a status in one exhaustive switch.
enum class ErrorKind {
    invalid,          ///< the request is well-formed but not acceptable; `fields` says which members
    unauthenticated,  ///< nobody known is asking
    forbidden,        ///< known, but not allowed
    not_found,        ///< unknown, or not the asker's
    conflict,         ///< the state of the shop forbids it now
    stale,            ///< the asker edited an older version
    throttled,        ///< too many requests
    unavailable,      ///< something Orion depends on does not answer; may be retried
};

/// A stable, machine-readable name such as `out_of_stock`. Only a literal in snake_case compiles, so every code can be
/// found by searching the sources, and the set of them can be compared with the API document.
class ErrorCode {
public:
    template <std::size_t N>
    consteval ErrorCode(const char (&literal)[N]) : text_{literal, N - 1} {  // NOLINT(google-explicit-constructor)
        if (N < 2) throw "an error code is not empty";
        for (const char c : text_) {
            const bool allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            if (!allowed) throw "an error code is snake_case";
        }
    }

    constexpr std::string_view text() const { return text_; }
    template <std::same_as<ErrorCode> Code>
    friend constexpr bool operator==(ErrorCode left, Code right) {
        return left.text_ == right.text_;
    }
    friend constexpr bool operator==(ErrorCode code, std::string_view text) { return code.text_ == text; }

private:
    std::string_view text_;
};

/// One bad member of a request. `field` is its path as the API shows it, such as `lines[0].quantity`.
struct FieldError {
    std::string field;
    ErrorCode code;
    std::string message;

    friend bool operator==(const FieldError&, const FieldError&) = default;
};

/// An expected failure: safe to show to whoever asked. Never holds SQL, file names or secrets.
struct Error {
    ErrorKind kind;
    ErrorCode code;
    std::string message;
    std::vector<FieldError> fields{};
    std::chrono::seconds retry_after{};  ///< when another try is worth it; zero: nobody knows
};

}  // namespace orion

#pragma once

#include "orion/kernel/result.hpp"

#include <string>
#include <string_view>

namespace orion {

/// An e-mail address as typed, and folded for comparison. A pragmatic subset of RFC 5321: an unquoted ASCII local part
/// of at most 64 characters and a domain of dot-separated labels, at most 254 characters in all.
class Email {
public:
    /// `invalid` / `malformed_email`
    static Result<Email> parse(std::string_view text);

    const std::string& text() const { return text_; }
    /// Lower case: two addresses that fold alike belong to the same person.
    const std::string& folded() const { return folded_; }
    friend bool operator==(const Email& left, const Email& right) { return left.folded_ == right.folded_; }

private:
    explicit Email(std::string_view text);
    std::string text_;
    std::string folded_;
};

}  // namespace orion

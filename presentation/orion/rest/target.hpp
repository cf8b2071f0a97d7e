#pragma once

#include "orion/kernel/result.hpp"
#include "orion/rest/problem.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::rest {

/// `a%2Fb` becomes `a/b`. Nothing unless every `%` is followed by two hexadecimal digits and the outcome is UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);

/// Whether a text is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates).
bool is_utf8(std::string_view text);

/// The segments of a path, each decoded after the split: `/a/b%2Fc/` is `a`, `b/c` and an empty one. 400
/// `malformed_path` unless it begins with a slash and decodes.
std::expected<std::vector<std::string>, Problem> parse_path(std::string_view path);

/// The parameters of a query, each name once.
class Query {
public:
    /// 400 `malformed_query` for bad encoding.
    static std::expected<Query, Problem> parse(std::string_view text, const std::vector<std::string_view>& known);

    Query() = default;
    std::optional<std::string_view> find(std::string_view name) const;

    /// Each parameter that came twice (`duplicate_parameter`) or is not among the known (`unknown_parameter`): for
    /// QueryFields to tell together with bad values.
    const std::vector<FieldError>& faults() const { return faults_; }

private:
    std::vector<std::pair<std::string, std::string>> parameters_;
    std::vector<FieldError> faults_;
};

}  // namespace orion::rest

#pragma once

#include "orion/kernel/result.hpp"
#include "orion/rest/target.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orion::rest {

/// Reads typed query parameters and notes the bad ones by name, those that should not be there first: `wrong_type`,
/// `out_of_range`, `malformed_text` (a control character). An absent one is nothing.
class QueryFields {
public:
    /// Both must outlive this.
    QueryFields(const Query& query, FieldErrors& errors);

    std::optional<std::string> text(std::string_view name);
    /// Decimal digits, perhaps after a minus.
    std::optional<std::int64_t> integer(std::string_view name);
    /// `limit`: how many items a page of a list holds, 1 to 100 and 20 by default.
    std::size_t page_limit();
    /// `true` or `false`.
    std::optional<bool> truth(std::string_view name);

private:
    const Query& query_;
    FieldErrors& errors_;
};

}  // namespace orion::rest

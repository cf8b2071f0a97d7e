#pragma once

#include "orion/persistence/joined_sql.hpp"

namespace orion::persistence {

using detail::joined_sql;

/// The JsonRows in parameter :1 as a table `r`; its `r.value ->> 0` is the first value of a row as text.
inline constexpr detail::SqlPart json_rows{" json_each(:1) r ",
                                           " jsonb_array_elements(CAST(:1 AS jsonb)) AS r(value) "};

/// Between these the columns that are gathered into one, for json_rows_from: the first is an integer.
inline constexpr detail::SqlPart list{"json_group_array(json_array(", "CAST(coalesce(json_agg(json_build_array("};
inline constexpr detail::SqlPart list_end{"))", ")), '[]') AS text)"};

}  // namespace orion::persistence

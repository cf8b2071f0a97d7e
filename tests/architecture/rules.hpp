#pragma once

#include "architecture/source_tree.hpp"

#include <compare>
#include <string>
#include <vector>

/// The rules of docs/architecture.md that a compiler does not enforce.
namespace orion::architecture {

struct Violation {
    std::string path;
    int line;
    std::string why;

    friend auto operator<=>(const Violation&, const Violation&) = default;
};

using Violations = std::vector<Violation>;

/// Who may include whom: layers, contexts, and which folder may know which library.
Violations include_violations(const Sources& sources);

/// Text that is banned but in a few places: one table of bans.
Violations banned_text_violations(const Sources& sources);

/// `order.hpp` of one module exists in one layer only, so that an include has one meaning.
Violations ambiguous_file_violations(const Sources& sources);

/// No file over 400 lines, no name that says nothing (Manager, Helper, Data …), `#pragma once` in every header.
Violations form_violations(const Sources& sources);

/// No SQL text is put together with `+`, `append` or a formatter.
Violations sql_violations(const Sources& sources);

/// `X::restore` is for persistence and tests: business code gives birth with `create` or `place`.
Violations restore_violations(const Sources& sources);

/// Every code that an error of the API can have stands in the OpenAPI document.
Violations undocumented_code_violations(const Sources& sources, std::string_view openapi);

}  // namespace orion::architecture

#pragma once

#include "orion/audit/audit_store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace orion::audit {

struct ListEntriesQuery {
    EntryFilter filter{};
    std::optional<std::int64_t> before{};  ///< the `next` of the page before
    std::size_t limit = 20;                ///< from 1
};

struct EntryPage {
    std::vector<Entry> items;
    std::optional<std::int64_t> next;  ///< nothing on the last page
};

/// What was done, the last first.
class ListEntries {
public:
    explicit ListEntries(AuditQueries& queries) : queries_{queries} {}
    Result<EntryPage> execute(const ListEntriesQuery& query);

private:
    AuditQueries& queries_;
};

}  // namespace orion::audit

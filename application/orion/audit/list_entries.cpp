#include "orion/audit/list_entries.hpp"

#include <utility>

namespace orion::audit {

Result<EntryPage> ListEntries::execute(const ListEntriesQuery& query) {
    contract(query.limit > 0, "a page has room for something");
    // One more than asked for tells whether there is a next page.
    ORION_TRY(auto entries, queries_.list(query.filter, query.before, query.limit + 1));
    EntryPage page{.items = std::move(entries), .next = {}};
    if (page.items.size() > query.limit) {
        page.items.pop_back();
        page.next = page.items.back().sequence;
    }
    return page;
}

}  // namespace orion::audit

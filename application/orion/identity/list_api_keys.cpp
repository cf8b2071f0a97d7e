#include "orion/identity/list_api_keys.hpp"

namespace orion::identity {

Result<ApiKeyPage> ListApiKeys::execute(const ListApiKeysQuery& query) {
    contract(query.limit > 0, "a page has room for something");
    // One more than asked for tells whether there is a next page.
    ORION_TRY(const auto keys, queries_.api_keys(query.after, query.limit + 1));
    ApiKeyPage page;
    for (const auto& key : keys) {
        if (page.items.size() == query.limit) {
            page.next = page.items.back().id;
            break;
        }
        page.items.push_back(to_view(key));
    }
    return page;
}

}  // namespace orion::identity

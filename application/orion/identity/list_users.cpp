#include "orion/identity/list_users.hpp"

namespace orion::identity {

Result<UserPage> ListUsers::execute(const ListUsersQuery& query) {
    contract(query.limit > 0, "a page has room for something");
    // One more than asked for tells whether there is a next page.
    ORION_TRY(const auto users, queries_.list(query.filter, query.after, query.limit + 1));
    UserPage page;
    for (const auto& user : users) {
        if (page.items.size() == query.limit) {
            page.next = page.items.back().id;
            break;
        }
        page.items.push_back(to_view(user));
    }
    return page;
}

}  // namespace orion::identity

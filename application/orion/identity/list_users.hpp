#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/user_view.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace orion::identity {

struct ListUsersQuery {
    UserFilter filter{};
    std::optional<UserId> after{};  ///< the `next` of the page before
    std::size_t limit = 20;         ///< from 1
};

struct UserPage {
    std::vector<UserView> items;
    std::optional<UserId> next;  ///< nothing on the last page
};

/// The newest first.
class ListUsers {
public:
    explicit ListUsers(IdentityQueries& queries) : queries_{queries} {}
    Result<UserPage> execute(const ListUsersQuery& query);

private:
    IdentityQueries& queries_;
};

}  // namespace orion::identity

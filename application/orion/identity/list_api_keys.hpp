#pragma once

#include "orion/identity/api_key_view.hpp"
#include "orion/identity/identity_queries.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace orion::identity {

struct ListApiKeysQuery {
    std::optional<ApiKeyId> after{};  ///< the `next` of the page before
    std::size_t limit = 20;           ///< from 1
};

struct ApiKeyPage {
    std::vector<ApiKeyView> items;
    std::optional<ApiKeyId> next;  ///< nothing on the last page
};

/// The newest first, expired ones too.
class ListApiKeys {
public:
    explicit ListApiKeys(IdentityQueries& queries) : queries_{queries} {}
    Result<ApiKeyPage> execute(const ListApiKeysQuery& query);

private:
    IdentityQueries& queries_;
};

}  // namespace orion::identity

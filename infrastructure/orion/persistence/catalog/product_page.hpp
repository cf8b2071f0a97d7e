#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/persistence/session.hpp"

#include <vector>

namespace orion::persistence::detail {

/// Which products stand on a page, in order, each with its sort key; one more than the page holds if there is a next.
Result<std::vector<catalog::PagePosition>> positions_on_page(Session& session, const catalog::ProductPageQuery& query);

/// The words as a full-text expression in which they have no other meaning than themselves.
std::string match_expression(const std::vector<std::string>& words);

}  // namespace orion::persistence::detail

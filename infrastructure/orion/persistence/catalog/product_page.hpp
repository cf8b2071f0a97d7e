#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/persistence/session.hpp"

namespace orion::persistence::detail {

/// A page of products, read by one statement.
Result<catalog::ProductRows> read_page(Session& session, const catalog::ProductPageQuery& query);

/// The words as an FTS5 expression in which they have no other meaning than themselves.
std::string match_expression(const std::vector<std::string>& words);

}  // namespace orion::persistence::detail

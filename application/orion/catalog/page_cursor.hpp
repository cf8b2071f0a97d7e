#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/kernel/result.hpp"

#include <string>
#include <string_view>

namespace orion::catalog {

/// Writes where a page of this list ended as text that may stand in a URL.
std::string write_cursor(const PagePosition& position, const ProductFilter& filter, ProductSort sort);

/// `invalid` / `invalid_cursor` unless the text was written for this very filter and sort.
Result<PagePosition> read_cursor(std::string_view text, const ProductFilter& filter, ProductSort sort);

}  // namespace orion::catalog

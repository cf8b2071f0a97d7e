#pragma once

#include "orion/catalog/list_products.hpp"
#include "orion/catalog/views.hpp"

#include <string>
#include <vector>

namespace orion::rest {

std::string product_json(const catalog::ProductView& product);
std::string page_json(const catalog::ProductPage& page);
/// The whole tree, as a list that fits on one page.
std::string categories_json(const std::vector<catalog::CategoryView>& roots);

}  // namespace orion::rest

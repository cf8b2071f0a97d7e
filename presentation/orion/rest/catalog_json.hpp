#pragma once

#include "orion/catalog/list_products.hpp"
#include "orion/catalog/views.hpp"

#include <string>
#include <vector>

namespace orion::rest {

/// Editors also see which variants are for sale, and the versions of categories.
enum class Viewer { shopper, editor };

std::string product_json(const catalog::ProductView& product, Viewer viewer = Viewer::shopper);
std::string page_json(const catalog::ProductPage& page, Viewer viewer = Viewer::shopper);
/// The whole tree, as a list that fits on one page.
std::string categories_json(const std::vector<catalog::CategoryView>& roots, Viewer viewer = Viewer::shopper);
/// One category with what is below it, for editors.
std::string category_json(const catalog::CategoryView& category);

}  // namespace orion::rest

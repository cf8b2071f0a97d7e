#include "orion/catalog/get_product_for_editors.hpp"

#include "orion/catalog/catalog_editing.hpp"

namespace orion::catalog {

Result<ProductView> GetProductForEditors::execute(ProductId id) const { return show_to_editors(catalogue_, id); }

}  // namespace orion::catalog

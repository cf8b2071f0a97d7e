#pragma once

#include "orion/catalog/product.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/sku.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Lists and named texts as they stand in columns of the catalogue: JSON. What comes out of the database was written
/// by these functions; anything else throws.
namespace orion::persistence::detail {

std::string to_json(const catalog::NamedTexts& texts);
std::string to_json(const std::vector<std::string>& texts);
std::string to_json(const std::vector<Sku>& skus);
std::string to_json(const std::vector<ProductId>& ids);

catalog::NamedTexts named_texts_from(std::string_view json);
std::vector<std::string> texts_from(std::string_view json);

}  // namespace orion::persistence::detail

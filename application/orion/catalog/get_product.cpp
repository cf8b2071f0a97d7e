#include "orion/catalog/get_product.hpp"

#include <optional>
#include <utility>

namespace orion::catalog {
namespace {

std::optional<ProductKey> parse_key(std::string_view text) {
    if (const auto id = ProductId::parse(text)) return *id;
    if (auto slug = Slug::parse(text)) return *std::move(slug);
    return std::nullopt;
}

}  // namespace

Error no_such_product() { return {ErrorKind::not_found, "product_not_found", "There is no such product."}; }

Result<ProductView> GetProduct::execute(std::string_view id_or_slug) const {
    if (const auto key = parse_key(id_or_slug)) {
        ORION_TRY(auto found, catalogue_.find(*key));
        if (found) return *std::move(found);
    }
    return std::unexpected{no_such_product()};
}

}  // namespace orion::catalog

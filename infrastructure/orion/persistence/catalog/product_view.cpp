#include "orion/persistence/catalog/product_view.hpp"

#include "orion/persistence/catalog/json_text.hpp"
#include "orion/persistence/json_rows.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace orion::persistence::detail {
namespace {

Instant instant_of(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

catalog::VariantView variant_of(const JsonRow& row) {
    return {.sku = Sku::parse(row.text(1)).value(),
            .title = row.text(2),
            .options = named_texts_from(row.text(3)),
            .price = Money{row.integer(4), Currency::parse(row.text(5)).value()},
            .available = static_cast<int>(std::clamp<std::int64_t>(row.integer(6), 0, catalog::max_shown_available)),
            .selling = row.integer(7) == 1 ? catalog::Selling::yes : catalog::Selling::no};
}

}  // namespace

catalog::ProductView view_of(ViewRow row) {
    auto& [id, slug, title, description, image_urls, attributes, status, created_at, updated_at, version, categories,
           variants] = row;
    catalog::ProductView view{.id = ProductId::parse(id).value(),
                              .slug = std::move(slug),
                              .title = std::move(title),
                              .description = std::move(description),
                              .category_ids = {},
                              .image_urls = texts_from(image_urls),
                              .attributes = named_texts_from(attributes),
                              .status = catalog::parse_status(status).value(),
                              .variants = {},
                              .created_at = instant_of(created_at),
                              .updated_at = instant_of(updated_at),
                              .version = version};
    for (const auto& category : json_rows_from(categories))
        view.category_ids.push_back(CategoryId::parse(category.text(1)).value());
    for (const auto& variant : json_rows_from(variants)) view.variants.push_back(variant_of(variant));
    return view;
}

}  // namespace orion::persistence::detail

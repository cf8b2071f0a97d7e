#include "orion/catalog/product_change.hpp"

#include <algorithm>
#include <utility>

namespace orion::catalog {
namespace {

std::vector<Variant> replaced(const std::vector<Variant>& before, std::vector<Variant> wanted,
                              const std::set<Sku>& ordered) {
    for (auto variant : before) {
        const bool is_wanted = std::ranges::find(wanted, variant.sku, &Variant::sku) != wanted.end();
        if (is_wanted || !ordered.contains(variant.sku)) continue;
        variant.selling = Selling::no;
        wanted.push_back(std::move(variant));
    }
    return wanted;
}

}  // namespace

NamedTexts edited(NamedTexts texts, const NamedTextEdits& edits) {
    for (const auto& [name, text] : edits) {
        if (text) {
            texts.insert_or_assign(name, *text);
        } else {
            texts.erase(name);
        }
    }
    return texts;
}

Result<void> check_change(const ProductChange& change) {
    return check_content(
        applied(change, {.slug = Slug::derive("a product"), .title = "A product", .description = ""}, {}));
}

ProductContent applied(const ProductChange& change, ProductContent content, const std::set<Sku>& ordered) {
    content.slug = change.slug.value_or(content.slug);
    content.title = change.title.value_or(content.title);
    content.description = change.description.value_or(content.description);
    content.categories = change.categories.value_or(content.categories);
    content.image_urls = change.image_urls.value_or(content.image_urls);
    content.attributes = edited(change.attributes.value_or(content.attributes), change.attribute_edits);
    if (change.variants) content.variants = replaced(content.variants, *change.variants, ordered);
    return content;
}

}  // namespace orion::catalog

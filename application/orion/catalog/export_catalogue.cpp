#include "orion/catalog/export_catalogue.hpp"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

namespace orion::catalog {
namespace {

constexpr std::size_t page_size = 100;

/// Calls `use` with each product, page by page.
template <class F>
Result<void> for_each_product(CatalogueMoment& moment, F&& use) {
    std::optional<ProductId> last;
    while (true) {
        const auto page = moment.products(last, page_size);
        for (const auto& product : page) ORION_CHECK(use(product));
        if (page.size() < page_size) return {};
        last = page.back().id();
    }
}

/// The category tree, by id.
class Tree {
public:
    explicit Tree(CatalogueMoment& moment) {
        std::optional<CategoryId> last;
        while (true) {
            auto page = moment.categories(last, page_size);
            const bool is_last = page.size() < page_size;
            if (!page.empty()) last = page.back().id();
            for (auto& category : page) {
                const auto id = category.id();
                categories_.emplace(id, std::move(category));
            }
            if (is_last) return;
        }
    }

    CategoryTrail trail_to(CategoryId id) const {
        CategoryTrail trail;
        const auto& category = categories_.at(id);
        for (const auto& ancestor : category.ancestors()) trail.push_back(node_of(categories_.at(ancestor)));
        trail.push_back(node_of(category));
        return trail;
    }

    /// Every parent before its children, siblings by slug.
    std::vector<CategoryTrail> trails() const {
        std::vector<CategoryTrail> trails;
        for (const auto& id : std::views::keys(categories_)) trails.push_back(trail_to(id));
        std::ranges::sort(trails, [](const CategoryTrail& a, const CategoryTrail& b) {
            return std::ranges::lexicographical_compare(a, b, {}, &CategoryNode::slug, &CategoryNode::slug);
        });
        return trails;
    }

private:
    static CategoryNode node_of(const Category& category) { return {category.slug().text(), category.name()}; }

    std::map<CategoryId, Category> categories_;
};

NamesInUse names_in(CatalogueMoment& moment) {
    NamesInUse names;
    const auto noted = for_each_product(moment, [&names](const Product& product) -> Result<void> {
        for (const auto& name : std::views::keys(product.content().attributes)) names.attributes.insert(name);
        for (const auto& variant : product.content().variants)
            for (const auto& name : std::views::keys(variant.options)) names.options.insert(name);
        return {};
    });
    contract(noted.has_value(), "noting names cannot fail");
    return names;
}

Result<ExportReport> write_all(CatalogueMoment& moment, CatalogueWriter& writer) {
    ExportReport report;
    ORION_CHECK(writer.begin(writer.needs_names() ? names_in(moment) : NamesInUse{}));
    const Tree tree{moment};
    for (const auto& trail : tree.trails()) {
        ORION_CHECK(writer.write(trail));
        ++report.categories;
    }
    ORION_CHECK(for_each_product(moment, [&](const Product& product) -> Result<void> {
        ExportedProduct exported{.product = product, .categories = {}};
        for (const auto& id : product.content().categories) exported.categories.push_back(tree.trail_to(id));
        ++report.products;
        report.variants += product.content().variants.size();
        return writer.write(exported);
    }));
    ORION_CHECK(writer.end());
    return report;
}

}  // namespace

Result<ExportReport> ExportCatalogue::execute(CatalogueWriter& writer) const {
    ExportReport report;
    ORION_CHECK(archive_.read([&](CatalogueMoment& moment) -> Result<void> {
        ORION_TRY(report, write_all(moment, writer));
        return {};
    }));
    return report;
}

}  // namespace orion::catalog

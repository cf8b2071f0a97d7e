#include "orion/persistence/catalog/soci_catalogue_archive.hpp"

#include "orion/persistence/catalog/soci_category_repository.hpp"
#include "orion/persistence/catalog/soci_product_repository.hpp"

#include <string>

namespace orion::persistence {
namespace {

class SociCatalogueMoment final : public catalog::CatalogueMoment {
public:
    explicit SociCatalogueMoment(Session& session) : session_{session}, categories_{session}, products_{session} {}

    std::vector<catalog::Category> categories(const std::optional<CategoryId>& after, std::size_t limit) override {
        std::vector<catalog::Category> page;
        for (const auto& [id] :
             session_.rows<std::string>("SELECT id FROM catalog_categories WHERE id > :1 ORDER BY id LIMIT :2",
                                        text_of(after), static_cast<std::int64_t>(limit)))
            page.push_back(categories_.find(CategoryId::parse(id).value()).value());
        return page;
    }

    std::vector<catalog::Product> products(const std::optional<ProductId>& after, std::size_t limit) override {
        std::vector<catalog::Product> page;
        for (const auto& [id] :
             session_.rows<std::string>("SELECT id FROM catalog_products WHERE id > :1 ORDER BY id LIMIT :2",
                                        text_of(after), static_cast<std::int64_t>(limit)))
            page.push_back(products_.find(ProductId::parse(id).value()).value());
        return page;
    }

private:
    /// Nothing comes before the empty text.
    template <class Id>
    static std::string text_of(const std::optional<Id>& id) {
        return id ? id->to_string() : std::string{};
    }

    Session& session_;
    SociCategoryRepository categories_;
    SociProductRepository products_;
};

}  // namespace

Result<void> SociCatalogueArchive::read(const Reading& reading) const {
    return database_.read([&reading](Session& session) -> Result<void> {
        SociCatalogueMoment moment{session};
        return reading(moment);
    });
}

}  // namespace orion::persistence

#include "orion/persistence/catalog/soci_catalog_store.hpp"

#include "orion/persistence/catalog/soci_category_repository.hpp"
#include "orion/persistence/catalog/soci_product_repository.hpp"

namespace orion::persistence {
namespace {

class SociCatalogWork final : public catalog::CatalogWork, private catalog::AvailabilityProjection {
public:
    SociCatalogWork(Session& session, Inbox& inbox)
        : session_{session}, inbox_{inbox}, products_{session}, categories_{session} {}

    catalog::ProductRepository& products() override { return products_; }
    catalog::CategoryRepository& categories() override { return categories_; }
    catalog::AvailabilityProjection& availability() override { return *this; }
    bool accept(MessageId message) override { return inbox_.accept(session_, "catalog", message); }

private:
    void apply(const catalog::AvailabilityLevel& level) override {
        session_.send(
            "INSERT INTO catalog_availability (sku, available, version) VALUES (:1, :2, :3) "
            "ON CONFLICT (sku) DO UPDATE SET available = excluded.available, version = excluded.version "
            "WHERE excluded.version > catalog_availability.version",
            level.sku, level.available, level.version);
    }

    Session& session_;
    Inbox& inbox_;
    SociProductRepository products_;
    SociCategoryRepository categories_;
};

}  // namespace

Result<void> SociCatalogStore::run(const Transaction& transaction) {
    return database_.write([this, &transaction](Session& session) {
        SociCatalogWork work{session, inbox_};
        return transaction(work);
    });
}

}  // namespace orion::persistence

#include "orion/persistence/catalog/soci_catalog_store.hpp"

#include "orion/persistence/catalog/soci_category_repository.hpp"
#include "orion/persistence/catalog/soci_product_repository.hpp"
#include "orion/persistence/json_rows.hpp"
#include "orion/persistence/json_rows_sql.hpp"

#include <set>
#include <string>

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
            "INSERT INTO catalog_availability AS known (sku, available, version, ordered) VALUES (:1, :2, :3, :4) "
            "ON CONFLICT (sku) DO UPDATE SET ordered = known.ordered | excluded.ordered, "
            "available = CASE WHEN excluded.version > known.version THEN excluded.available ELSE known.available END, "
            "version = CASE WHEN excluded.version > known.version THEN excluded.version ELSE known.version END "
            "WHERE excluded.version > known.version OR excluded.ordered > known.ordered",
            level.sku, level.available, level.version, level.ordered ? 1 : 0);
    }

    std::set<Sku> ordered_among(const std::vector<Sku>& skus) override {
        constexpr Sql ordered = joined_sql<
            "SELECT s.sku FROM catalog_availability s WHERE s.ordered = 1 AND s.sku IN (SELECT r.value ->> 0 FROM",
            json_rows, ")">;
        JsonRows asked;
        for (const auto& sku : skus) asked.add(sku);
        std::set<Sku> found;
        for (const auto& [sku] : session_.rows<std::string>(ordered, asked.text()))
            found.insert(Sku::parse(sku).value());
        return found;
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

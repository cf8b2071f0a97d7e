#include "orion/bridges/catalogue_product_offers.hpp"

#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

using namespace orion;

namespace {

const Sku tea = *Sku::parse("TEA");
const Sku mug = *Sku::parse("MUG");

/// Sells tea; asked for a mug, it does not answer.
class TeaCatalogue : public catalog::CatalogueQueries {
public:
    Result<catalog::ProductRows> list(const catalog::ProductPageQuery&) const override { return unused(); }
    Result<std::optional<catalog::ProductView>> find(const catalog::ProductKey&) const override { return unused(); }
    Result<std::optional<catalog::ProductView>> find_any(ProductId) const override { return unused(); }
    Result<std::vector<catalog::CategoryView>> categories() const override { return unused(); }
    Result<std::vector<catalog::Offer>> offers(const std::vector<Sku>& skus) const override {
        std::vector<catalog::Offer> found;
        for (const auto& sku : skus) {
            if (sku == mug) return unused();
            if (sku == tea) found.push_back(offer);
        }
        return found;
    }

    test::FakeIdGenerator ids;
    catalog::Offer offer{.sku = tea,
                         .product_id = ids.next<ProductId>(),
                         .title = "Assam, 250 g",
                         .unit_price = {499, *Currency::parse("GBP")},
                         .available = 7};

private:
    static std::unexpected<Error> unused() { return fail(ErrorKind::unavailable, "database_unavailable", "Later."); }
};

}  // namespace

TEST_SUITE("bridges/catalogue_product_offers") {
    TEST_CASE("a cart sees what the catalogue sells, as it sells it") {
        TeaCatalogue catalogue;
        bridges::CatalogueProductOffers offers{catalogue};
        const std::vector skus{tea, *Sku::parse("NOTHING")};
        const auto found = offers.find(skus);
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        CHECK(found->front().sku == tea);
        CHECK(found->front().product_id == catalogue.offer.product_id);
        CHECK(found->front().title == "Assam, 250 g");
        CHECK(found->front().unit_price.amount() == 499);
        CHECK(found->front().available == 7);
    }

    TEST_CASE("a catalogue that does not answer is no empty catalogue") {
        TeaCatalogue catalogue;
        bridges::CatalogueProductOffers offers{catalogue};
        CHECK(offers.find({&mug, 1}).error().kind == ErrorKind::unavailable);
    }
}

#include "support/catalog_contract.hpp"

#include "support/catalog_editing_contract.hpp"
#include "support/catalog_race_contract.hpp"
#include "support/fake_catalog.hpp"

TEST_SUITE("catalog/contract") {
    TEST_CASE("the catalogue in memory") {
        orion::test::FakeCatalog shop;
        orion::test::CatalogContract{shop}.check();
    }

    TEST_CASE("the catalogue in memory, for its editors") {
        orion::test::FakeCatalog shop;
        orion::test::CatalogEditingContract{shop}.check();
    }

    TEST_CASE("the catalogue in memory, with eight editors") {
        orion::test::FakeCatalog shop;
        orion::test::CatalogRaceContract{shop}.check();
    }
}

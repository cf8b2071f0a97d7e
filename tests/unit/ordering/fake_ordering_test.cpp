#include "support/ordering_contract.hpp"

#include <doctest/doctest.h>

TEST_SUITE("ordering/fake_ordering") {
    TEST_CASE("ordering in memory keeps the contract of stores of orders") {
        orion::test::OrderingShop<> shop;
        orion::test::OrderingContract{shop}.check();
    }
}

#pragma once

#include "orion/persistence/carts/soci_carts_store.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/migrations.hpp"

#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

#include <string>

namespace orion::test {

/// What lies in carts survives the step that moves it into one row with its cart, and the way back. `database` is
/// migrated, with `migrator`.
inline void check_cart_items_move(persistence::Database& database, persistence::Migrator migrator) {
    FakeIdGenerator ids;
    const auto cart = ids.next<CartId>();
    const auto empty = ids.next<CartId>();
    const auto product = ids.next<ProductId>();
    REQUIRE(migrator.revert("carts", 1));
    REQUIRE(database.write([&](persistence::Session& session) -> Result<void> {
        for (const auto& id : {cart, empty})
            session.run(
                "INSERT INTO carts_carts (id, currency, created_at, updated_at, version)"
                " VALUES (:1, 'GBP', 1, 2, 3)",
                id);
        session.run(
            "INSERT INTO carts_items (cart_id, sku, position, quantity, product_id, title, unit_price)"
            " VALUES (:1, 'POT', 7, 1, :2, 'A \"pot\"', 2999), (:1, 'TEA', 3, 2, :2, 'Tea «Ω»', 499)",
            cart, product);
        return {};
    }));
    REQUIRE(migrator.migrate());
    persistence::SociCartQueries queries{database};
    const auto found = queries.find(cart);
    REQUIRE((found && *found));
    const auto& items = (*found)->items();
    REQUIRE(items.size() == 2);
    CHECK(items[0].sku.text() == "TEA");
    CHECK(items[0].quantity.value() == 2);
    CHECK(items[0].title == "Tea «Ω»");
    CHECK(items[1].title == "A \"pot\"");
    CHECK(items[1].unit_price.amount() == 2999);
    CHECK(items[1].product_id == product);
    CHECK(queries.find(empty).value()->items().empty());

    REQUIRE(migrator.revert("carts", 1));
    const auto back = database.query([](persistence::Session& session) {
        return session.rows<std::string, std::int64_t, std::string>(
            "SELECT sku, quantity, title FROM carts_items ORDER BY position");
    });
    REQUIRE(back.size() == 2);
    CHECK(back[0] == std::tuple{"TEA", 2, "Tea «Ω»"});
    CHECK(back[1] == std::tuple{"POT", 1, "A \"pot\""});
    REQUIRE(migrator.migrate());
}

}  // namespace orion::test

#include "orion/persistence/carts/soci_carts_store.hpp"

#include "orion/persistence/database.hpp"
#include "orion/persistence/json_rows.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

namespace orion::persistence {
namespace {

using carts::Cart;
using carts::CartItem;
using carts::CartState;

/// What the tables hold was checked when it was written.
template <class T>
T stored(Result<T> parsed) {
    contract(parsed.has_value(), "the table holds what was written");
    return *std::move(parsed);
}

Instant to_instant(std::int64_t milliseconds) { return Instant{std::chrono::milliseconds{milliseconds}}; }

std::string rows_of(const std::vector<CartItem>& items) {
    JsonRows rows;
    for (const auto& item : items) {
        rows.add(static_cast<std::int64_t>(rows.size()), item.sku, item.quantity.value(), item.product_id, item.title,
                 item.unit_price.amount());
    }
    return rows.text();
}

std::vector<CartItem> items_of(std::string_view json, Currency currency) {
    std::vector<CartItem> items;
    for (const auto& row : json_rows_from(json)) {
        items.push_back({.sku = stored(Sku::parse(row.text(1))),
                         .quantity = stored(Quantity::parse(row.integer(2))),
                         .product_id = stored(ProductId::parse(row.text(3))),
                         .title = row.text(4),
                         .unit_price = {row.integer(5), currency}});
    }
    return items;
}

constexpr std::pair<CartState, std::string_view> state_names[] = {
    {CartState::open, "open"}, {CartState::ordered, "ordered"}, {CartState::merged, "merged"}};

std::string_view name_of(CartState state) {
    return std::ranges::find(state_names, state, &std::pair<CartState, std::string_view>::first)->second;
}

CartState state_of(std::string_view name) {
    const auto* const found = std::ranges::find(state_names, name, &std::pair<CartState, std::string_view>::second);
    contract(found != std::end(state_names), "the table holds what was written");
    return found->first;
}

std::unexpected<Error> cart_changed() {
    return fail(ErrorKind::unavailable, "cart_changed", "The cart was changed meanwhile; try again.");
}

using CartRow = std::tuple<std::string, std::optional<std::string>, std::string, std::string, std::int64_t,
                           std::int64_t, std::int64_t, std::string>;

std::optional<Cart> cart_from(std::optional<CartRow> row) {
    if (!row) return std::nullopt;
    const auto& [id, owner, state, code, created_at, updated_at, version, items] = *row;
    const auto currency = stored(Currency::parse(code));
    return Cart::restore({.id = stored(CartId::parse(id)),
                          .owner = owner ? std::optional{stored(UserId::parse(*owner))} : std::nullopt,
                          .state = state_of(state),
                          .currency = currency,
                          .items = items_of(items, currency),
                          .created_at = to_instant(created_at),
                          .updated_at = to_instant(updated_at),
                          .version = version});
}

class CartRows : public carts::CartsWork, private carts::CartRepository {
public:
    explicit CartRows(Session& session) : session_{session} {}
    carts::CartRepository& carts() override { return *this; }

private:
    void add(const Cart& cart) override {
        session_.send(
            "INSERT INTO carts_carts (id, owner_id, state, currency, created_at, updated_at, version, items)"
            " VALUES (:1, :2, :3, :4, :5, :6, :7, :8)",
            cart.id(), cart.owner(), name_of(cart.state()), cart.currency().code(), cart.snapshot().created_at,
            cart.updated_at(), cart.version(), rows_of(cart.items()));
    }

    Result<void> save(const Cart& cart, std::int64_t found) override {
        const auto saved = session_.run(
            "UPDATE carts_carts SET owner_id = :3, state = :4, currency = :5, updated_at = :6, version = :7, items = :8"
            " WHERE id = :1 AND version = :2",
            cart.id(), found, cart.owner(), name_of(cart.state()), cart.currency().code(), cart.updated_at(),
            cart.version(), rows_of(cart.items()));
        if (saved == 1) return {};
        return cart_changed();
    }

    void remove_all(UserId owner) override { session_.send("DELETE FROM carts_carts WHERE owner_id = :1", owner); }

    bool remove_untouched(CartId cart, Instant since) override {
        return session_.run("DELETE FROM carts_carts WHERE id = :1 AND updated_at < :2", cart, since) == 1;
    }

    Session& session_;
};

}  // namespace

Result<void> SociCartsStore::run(const Transaction& transaction) {
    try {
        return database_.write([&](Session& session) {
            CartRows work{session};
            return transaction(work);
        });
    } catch (const ConstraintViolation& violation) {
        if (violation.name != "carts_carts.owner_id") throw;
        return cart_changed();
    }
}

Result<std::optional<Cart>> SociCartQueries::find(CartId cart) {
    return database_.query([&](Session& session) -> Result<std::optional<Cart>> {
        return cart_from(session.row<std::string, std::optional<std::string>, std::string, std::string, std::int64_t,
                                     std::int64_t, std::int64_t, std::string>(
            "SELECT id, owner_id, state, currency, created_at, updated_at, version, items FROM carts_carts"
            " WHERE id = :1",
            cart));
    });
}

Result<std::optional<Cart>> SociCartQueries::find_open(UserId owner) {
    return database_.query([&](Session& session) -> Result<std::optional<Cart>> {
        return cart_from(session.row<std::string, std::optional<std::string>, std::string, std::string, std::int64_t,
                                     std::int64_t, std::int64_t, std::string>(
            "SELECT id, owner_id, state, currency, created_at, updated_at, version, items FROM carts_carts"
            " WHERE owner_id = :1 AND state = 'open'",
            owner));
    });
}

Result<std::vector<carts::IdleCart>> SociCartQueries::idle(Instant since, const std::optional<carts::IdleCart>& after,
                                                           std::size_t limit) {
    return database_.query([&](Session& session) -> Result<std::vector<carts::IdleCart>> {
        // Every time and every id comes after these.
        const auto after_time = after ? after->updated_at.time_since_epoch().count() : INT64_MIN;
        const auto after_id = after ? after->id.to_string() : std::string{};
        std::vector<carts::IdleCart> found;
        for (const auto& [id, updated_at] : session.rows<std::string, std::int64_t>(
                 "SELECT id, updated_at FROM carts_carts WHERE updated_at < :1 AND (updated_at, id) > (:2, :3) "
                 "ORDER BY updated_at, id LIMIT :4",
                 since, after_time, after_id, static_cast<std::int64_t>(limit))) {
            found.push_back({.id = stored(CartId::parse(id)), .updated_at = to_instant(updated_at)});
        }
        return found;
    });
}

}  // namespace orion::persistence

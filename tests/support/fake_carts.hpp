#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/carts/carts_store.hpp"

#include "support/fake_clock.hpp"
#include "support/fake_id_generator.hpp"
#include "support/fake_store.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orion::test {

struct CartsState {
    std::map<CartId, carts::CartSnapshot> carts;
};

class FakeCartsWork;
extern template class FakeStore<carts::CartsWork, CartsState, FakeCartsWork>;

/// Carts in memory, with a clock and ids that tests control.
class FakeCarts : public FakeStore<carts::CartsWork, CartsState, FakeCartsWork>, public carts::CartQueries {
public:
    FakeCarts();
    ~FakeCarts() override;

    Result<std::optional<carts::Cart>> find(CartId cart) override;
    Result<std::optional<carts::Cart>> find_open(UserId owner) override;
    Result<std::vector<carts::IdleCart>> idle(Instant since, const std::optional<carts::IdleCart>& after,
                                              std::size_t limit) override;

    carts::CartsStore& store() { return *this; }
    carts::CartQueries& queries() { return *this; }

    FakeClock clock;
    FakeIdGenerator ids;

protected:
    Result<void> run(const Transaction& transaction) override;
};

class FakeProductOffers : public carts::ProductOffers {
public:
    FakeProductOffers();
    ~FakeProductOffers() override;

    Result<std::vector<carts::ProductOffer>> find(std::span<const Sku> skus) override;

    /// Sells it, 10 pieces of it unless told otherwise.
    void sell(const std::string& sku, Money unit_price, std::int64_t available = 10);
    void withdraw(const std::string& sku);

    std::map<Sku, carts::ProductOffer> offers;
    FakeIdGenerator ids;
};

class FakeOrderedCarts : public carts::OrderedCarts {
public:
    Result<std::optional<Instant>> ordered_at(CartId cart) override;
    std::map<CartId, Instant> orders;
};

class FakeCartTokens : public carts::CartTokens {
public:
    Secret issue(CartId cart) const override;
    bool matches(CartId cart, const Secret& token) const override;
    std::optional<CartId> cart_of(const Secret& token) const override;
};

}  // namespace orion::test

#include "support/fake_carts.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>

namespace orion::test {
namespace {

constexpr std::string_view token_prefix = "key to ";

bool is_open_of(const carts::CartSnapshot& cart, UserId owner) {
    return cart.owner == owner && cart.state == carts::CartState::open;
}

}  // namespace

class FakeCartsWork : public carts::CartsWork, private carts::CartRepository {
public:
    explicit FakeCartsWork(CartsState& state) : state_{state} {}
    carts::CartRepository& carts() override { return *this; }

    /// As the unique key of the tables does.
    Result<void> require_one_each() const {
        std::set<UserId> owners;
        for (const auto& [id, cart] : state_.carts) {
            if (cart.owner && cart.state == carts::CartState::open && !owners.insert(*cart.owner).second)
                return fail(ErrorKind::unavailable, "cart_changed", "Try again.");
        }
        return {};
    }

private:
    void add(const carts::Cart& cart) override {
        contract(state_.carts.emplace(cart.id(), cart.snapshot()).second, "a cart is born once");
    }
    Result<void> save(const carts::Cart& cart, std::int64_t found) override {
        const auto stored = state_.carts.find(cart.id());
        if (stored == state_.carts.end() || stored->second.version != found)
            return fail(ErrorKind::unavailable, "cart_changed", "Try again.");
        stored->second = cart.snapshot();
        return {};
    }
    void remove_all(UserId owner) override {
        std::erase_if(state_.carts, [owner](const auto& entry) { return entry.second.owner == owner; });
    }
    bool remove_untouched(CartId cart, Instant since) override {
        const auto found = state_.carts.find(cart);
        if (found == state_.carts.end() || found->second.updated_at >= since) return false;
        state_.carts.erase(found);
        return true;
    }

    CartsState& state_;
};

template class FakeStore<carts::CartsWork, CartsState, FakeCartsWork>;

FakeCarts::FakeCarts() = default;
FakeCarts::~FakeCarts() = default;

Result<std::optional<carts::Cart>> FakeCarts::find(CartId cart) {
    // Under the same lock as transactions: who lost a race looks again.
    return transact([&](carts::CartsWork&) -> Result<std::optional<carts::Cart>> {
        const auto found = state().carts.find(cart);
        if (found == state().carts.end()) return std::nullopt;
        return carts::Cart::restore(found->second);
    });
}

Result<std::optional<carts::Cart>> FakeCarts::find_open(UserId owner) {
    return transact([&](carts::CartsWork&) -> Result<std::optional<carts::Cart>> {
        const auto found =
            std::ranges::find_if(state().carts, [owner](const auto& entry) { return is_open_of(entry.second, owner); });
        if (found == state().carts.end()) return std::nullopt;
        return carts::Cart::restore(found->second);
    });
}

Result<std::vector<carts::IdleCart>> FakeCarts::idle(Instant since, const std::optional<carts::IdleCart>& after,
                                                     std::size_t limit) {
    const auto key = [](const carts::IdleCart& cart) { return std::tuple{cart.updated_at, cart.id}; };
    std::vector<carts::IdleCart> found;
    for (const auto& [id, cart] : state().carts) {
        const carts::IdleCart idle{.id = id, .updated_at = cart.updated_at};
        if (cart.updated_at < since && (!after || key(idle) > key(*after))) found.push_back(idle);
    }
    std::ranges::sort(found, {}, key);
    if (found.size() > limit) found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
    return found;
}

Result<void> FakeCarts::run(const Transaction& transaction) {
    return FakeStore::run([&](carts::CartsWork& work) -> Result<void> {
        ORION_CHECK(transaction(work));
        return static_cast<FakeCartsWork&>(work).require_one_each();
    });
}

FakeProductOffers::FakeProductOffers() = default;
FakeProductOffers::~FakeProductOffers() = default;

Result<std::vector<carts::ProductOffer>> FakeProductOffers::find(std::span<const Sku> skus) {
    std::vector<carts::ProductOffer> found;
    for (const auto& sku : skus) {
        if (const auto offer = offers.find(sku); offer != offers.end()) found.push_back(offer->second);
    }
    return found;
}

void FakeProductOffers::sell(const std::string& sku, Money unit_price, std::int64_t available) {
    const carts::ProductOffer offer{.sku = *Sku::parse(sku),
                                    .product_id = ids.next<ProductId>(),
                                    .title = sku + " title",
                                    .unit_price = unit_price,
                                    .available = available};
    offers.insert_or_assign(offer.sku, offer);
}

void FakeProductOffers::withdraw(const std::string& sku) { offers.erase(*Sku::parse(sku)); }

Result<std::optional<Instant>> FakeOrderedCarts::ordered_at(CartId cart) {
    const auto found = orders.find(cart);
    if (found == orders.end()) return std::optional<Instant>{};
    return found->second;
}

Secret FakeCartTokens::issue(CartId cart) const { return Secret{std::string{token_prefix} + cart.to_string()}; }

bool FakeCartTokens::matches(CartId cart, const Secret& token) const { return token.expose() == issue(cart).expose(); }

std::optional<CartId> FakeCartTokens::cart_of(const Secret& token) const {
    const auto cart = CartId::parse(token.expose().substr(std::min(token_prefix.size(), token.expose().size())));
    return cart && matches(*cart, token) ? std::optional{*cart} : std::nullopt;
}

}  // namespace orion::test

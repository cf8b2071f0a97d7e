#pragma once

#include "orion/carts/cart_ports.hpp"
#include "orion/catalog/catalogue_queries.hpp"

#include <utility>

namespace orion::bridges {

/// Carts show what the catalogue sells, at its prices.
class CatalogueProductOffers final : public carts::ProductOffers {
public:
    explicit CatalogueProductOffers(const catalog::CatalogueQueries& catalogue) : catalogue_{catalogue} {}

    Result<std::vector<carts::ProductOffer>> find(std::span<const Sku> skus) override {
        ORION_TRY(auto offers, catalogue_.offers({skus.begin(), skus.end()}));
        std::vector<carts::ProductOffer> found;
        found.reserve(offers.size());
        for (auto& offer : offers) {
            found.push_back({.sku = std::move(offer.sku),
                             .product_id = offer.product_id,
                             .title = std::move(offer.title),
                             .unit_price = offer.unit_price,
                             .available = offer.available});
        }
        return found;
    }

private:
    const catalog::CatalogueQueries& catalogue_;
};

}  // namespace orion::bridges

#pragma once

#include "orion/catalog/catalogue_queries.hpp"
#include "orion/catalog/views.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orion::catalog {

/// The parameters of a product list as the asker wrote them.
struct ListProductsQuery {
    static constexpr int default_limit = 20;
    static constexpr int max_limit = 100;
    static constexpr std::size_t max_q_bytes = 200;

    std::optional<std::string> q{};         ///< words; blanks only count as nothing
    std::optional<std::string> category{};  ///< id or slug; includes what is below; an unknown one matches nothing
    std::optional<std::int64_t> min_price{};
    std::optional<std::int64_t> max_price{};
    ProductFilter::Stock stock = ProductFilter::Stock::any;
    std::optional<std::string> sort{};  ///< `relevance`, `name`, `price` or `created_at`, `-` before it turns it round
    std::optional<std::string> cursor{};
    int limit = default_limit;
    ProductFilter::Scope scope = ProductFilter::Scope::listed;
    std::optional<std::string> status{};  ///< only in the scope `all`
};

struct ProductPage {
    std::vector<ProductView> items;
    std::optional<std::string> next_cursor;
};

/// One page of what shoppers may see, or for editors of everything. Without `sort`: best match first with `q`, else
/// newest first; so too for `relevance` without `q`. `invalid` / `invalid_fields` naming `q`, `min_price`, `max_price`,
/// `status`, `sort`, `limit` or `cursor` (`invalid_cursor`: damaged, or of another sort or filter).
class ListProducts {
public:
    explicit ListProducts(const CatalogueQueries& catalogue) : catalogue_{catalogue} {}
    Result<ProductPage> execute(const ListProductsQuery& query) const;

private:
    const CatalogueQueries& catalogue_;
};

}  // namespace orion::catalog

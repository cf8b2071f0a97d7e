#pragma once

#include "orion/catalog/category.hpp"
#include "orion/catalog/product.hpp"
#include "orion/kernel/id.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace orion::catalog {

/// The whole catalogue, drafts and archived products included, as it is at one moment. For one thread.
class CatalogueMoment {
public:
    virtual ~CatalogueMoment() = default;

    /// At most `limit` behind `after`, by id; none at the end.
    virtual std::vector<Category> categories(const std::optional<CategoryId>& after, std::size_t limit) = 0;
    virtual std::vector<Product> products(const std::optional<ProductId>& after, std::size_t limit) = 0;
};

/// Opens the catalogue for reading it as a whole.
class CatalogueArchive {
public:
    using Reading = std::function<Result<void>(CatalogueMoment&)>;
    virtual ~CatalogueArchive() = default;

    /// Runs `reading`, and returns what it returns; from the start again if the first thing that it asks for gets no
    /// answer. Meanwhile the shop may change; the moment does not. `unavailable` when the database does not answer.
    virtual Result<void> read(const Reading& reading) const = 0;
};

}  // namespace orion::catalog

#pragma once

#include "orion/catalog/change_variant.hpp"
#include "orion/catalog/product_change.hpp"
#include "orion/rest/problem.hpp"

#include <boost/json/object.hpp>

#include <expected>

namespace orion::rest {

enum class Edit {
    create,   ///< needs a title
    replace,  ///< needs a title and the variants; of the rest, what is absent becomes empty, but slug and status stay
    merge,    ///< RFC 7396: what is absent stays, `null` empties
};

/// What a body wants of a product. 422 naming every bad field, as `catalog::check_content` does those it knows.
std::expected<catalog::ProductChange, Problem> read_product(const boost::json::object& body, Edit edit);

/// A new variant: `sku`, `price`, and perhaps `title`, `options`, `active`.
std::expected<catalog::Variant, Problem> read_variant(const boost::json::object& body);

/// Any of `title`, `options` (merged, RFC 7396), `price`, `active`.
std::expected<catalog::VariantChange, Problem> read_variant_change(const boost::json::object& body);

}  // namespace orion::rest

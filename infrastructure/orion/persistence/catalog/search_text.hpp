#pragma once

#include "orion/catalog/product.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What is searched in and what is searched for, in the words of PostgreSQL. Texts are cut into words and folded by
/// the tokenizer of SQLite's search, so that both databases find the same products.
namespace orion::persistence::detail {

/// The words of a product as a tsvector: weight A in the title, B in SKUs, D in the description.
std::string search_document(const catalog::ProductContent& content);

/// What every one of `words` asks for, the last one as a beginning, as a tsquery; nothing if there is no word in them.
std::optional<std::string> search_query(const std::vector<std::string>& words);

/// The SKUs of a product, a line each.
std::string searched_skus(const catalog::ProductContent& content);

}  // namespace orion::persistence::detail

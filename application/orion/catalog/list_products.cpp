#include "orion/catalog/list_products.hpp"

#include "orion/catalog/page_cursor.hpp"
#include "orion/kernel/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace orion::catalog {
namespace {

/// A word that search can use holds a letter or digit; what is not ASCII may be one.
bool is_searchable(std::string_view word) {
    return std::ranges::any_of(word, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & '\x80') != 0;
    });
}

std::vector<std::string> searchable_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (is_searchable(text.substr(0, end))) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

Result<ProductSort> parse_sort(std::string_view text) {
    auto direction = Direction::ascending;
    if (text.starts_with('-')) {
        direction = Direction::descending;
        text.remove_prefix(1);
    }
    if (text == "relevance") return ProductSort{SortField::relevance, direction};
    if (text == "name") return ProductSort{SortField::name, direction};
    if (text == "price") return ProductSort{SortField::price, direction};
    if (text == "created_at") return ProductSort{SortField::created_at, direction};
    return fail(ErrorKind::invalid, "unknown_sort", "Products sort by relevance, name, price or created_at.");
}

constexpr ProductSort newest_first{SortField::created_at, Direction::descending};
constexpr ProductSort best_match_first{SortField::relevance, Direction::ascending};

void check_bound(FieldErrors& errors, const char* field, const std::optional<std::int64_t>& price) {
    if (price && *price < 0) errors.add(field, "out_of_range", "A price is not negative.");
}

/// What the list is asked for, or nothing if it cannot hold any product.
struct Request {
    ProductPageQuery page;
    bool matches_nothing;
};

Result<Request> parse(const ListProductsQuery& query) {
    FieldErrors errors;
    Request request{.page = {.filter = {.min_price = query.min_price,
                                        .max_price = query.max_price,
                                        .stock = query.stock,
                                        .scope = query.scope},
                             .sort = newest_first,
                             .limit = query.limit},
                    .matches_nothing = false};
    auto& [filter, sort, after, limit] = request.page;
    check_bound(errors, "min_price", query.min_price);
    check_bound(errors, "max_price", query.max_price);
    if (limit < 1 || limit > ListProductsQuery::max_limit)
        errors.add("limit", "out_of_range", "A page holds 1 to 100 products.");
    if (const auto q =
            errors.take("q", parse_text(query.q.value_or(""), {.max_bytes = ListProductsQuery::max_q_bytes}))) {
        filter.words = searchable_words(*q);
        const bool is_blank = q->find_first_not_of(' ') == std::string::npos;
        request.matches_nothing = filter.words.empty() && !is_blank;
    }
    if (query.status) filter.status = errors.take("status", parse_status(*query.status));
    if (query.category) {
        if (const auto id = CategoryId::parse(*query.category)) {
            filter.category = *id;
        } else if (auto slug = Slug::parse(*query.category)) {
            filter.category = *std::move(slug);
        } else {
            request.matches_nothing = true;
        }
    }
    if (!filter.words.empty()) sort = best_match_first;
    if (query.sort) {
        const auto asked = errors.take("sort", parse_sort(*query.sort));
        if (asked && (asked->field != SortField::relevance || !filter.words.empty())) sort = *asked;
    }
    if (query.cursor) after = errors.take("cursor", read_cursor(*query.cursor, filter, sort));
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return request;
}

Error as_bad_cursor(const Error& error) {
    FieldErrors errors;
    errors.add("cursor", error.code, error.message);
    return std::move(errors).to_error();
}

}  // namespace

Result<ProductPage> ListProducts::execute(const ListProductsQuery& query) const {
    ORION_TRY(const auto request, parse(query));
    if (request.matches_nothing) return ProductPage{};

    auto rows = catalogue_.list(request.page);
    if (!rows && rows.error().kind == ErrorKind::invalid) return std::unexpected{as_bad_cursor(rows.error())};
    if (!rows) return std::unexpected{std::move(rows).error()};
    ProductPage page{.items = std::move(rows->items), .next_cursor = std::nullopt};
    if (rows->next) page.next_cursor = write_cursor(*rows->next, request.page.filter, request.page.sort);
    return page;
}

}  // namespace orion::catalog

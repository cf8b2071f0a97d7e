#include "orion/persistence/catalog/product_page.hpp"

#include "orion/persistence/catalog/joined_sql.hpp"

#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace orion::persistence::detail {
namespace {

using catalog::Direction;
using catalog::PagePosition;
using catalog::ProductFilter;
using catalog::SortField;

// Parameters of every statement: :1 and :2 key and id that the page comes after, :3 category, :4 and :5 lowest and
// highest price, :6 whether stock is needed, :7 full-text expression, :8 how many.
constexpr SqlPart filters{
    " AND (:3 IS NULL OR p.id IN (SELECT c.product_id FROM catalog_category_ancestors a "
    "JOIN catalog_product_categories c ON c.category_id = a.category_id WHERE a.ancestor_id = :3))"
    " AND (:4 IS NULL AND :5 IS NULL AND :6 = 0 OR EXISTS (SELECT 1 FROM catalog_variants v "
    "LEFT JOIN catalog_availability s ON s.sku = v.sku WHERE v.product_id = p.id AND v.for_sale = 1 "
    "AND (:4 IS NULL OR v.price >= :4) AND (:5 IS NULL OR v.price <= :5) AND (:6 = 0 OR s.available > 0)))"};
constexpr SqlPart search{
    " AND (:7 IS NULL OR p.number IN (SELECT rowid FROM catalog_search WHERE catalog_search MATCH :7))"};

constexpr SqlPart by_age{"SELECT p.id, p.created_at FROM catalog_products p WHERE p.listed = 1"};
constexpr SqlPart by_price{"SELECT p.id, p.lowest_price FROM catalog_products p WHERE p.listed = 1"};
constexpr SqlPart by_title{"SELECT p.id, p.title FROM catalog_products p WHERE p.listed = 1"};

constexpr Sql oldest_first = joined_sql<by_age, " AND (p.created_at, p.id) > (:1, :2)", filters, search,
                                        " ORDER BY p.created_at, p.id LIMIT :8">;
constexpr Sql newest_first = joined_sql<by_age, " AND (p.created_at, p.id) < (:1, :2)", filters, search,
                                        " ORDER BY p.created_at DESC, p.id DESC LIMIT :8">;
constexpr Sql cheapest_first = joined_sql<by_price, " AND (p.lowest_price, p.id) > (:1, :2)", filters, search,
                                          " ORDER BY p.lowest_price, p.id LIMIT :8">;
constexpr Sql dearest_first = joined_sql<by_price, " AND (p.lowest_price, p.id) < (:1, :2)", filters, search,
                                         " ORDER BY p.lowest_price DESC, p.id DESC LIMIT :8">;
constexpr Sql a_to_z =
    joined_sql<by_title, " AND (p.title, p.id) > (:1, :2)", filters, search, " ORDER BY p.title, p.id LIMIT :8">;
constexpr Sql z_to_a = joined_sql<by_title, " AND (p.title, p.id) < (:1, :2)", filters, search,
                                  " ORDER BY p.title DESC, p.id DESC LIMIT :8">;

// A score depends on all products, so a new one moves those of the others a little. The page therefore goes on behind
// where its last product stands now; the score it had (:1) is for the case that it is gone. A title counts ten times,
// a SKU five times as much as the description; a score is negative, and the lowest is the best.
constexpr SqlPart ranked{
    "WITH ranked AS MATERIALIZED (SELECT p.id, CAST(bm25(catalog_search, 10.0, 1.0, 5.0) * 1000000 AS INTEGER) AS "
    "score "
    "FROM catalog_search JOIN catalog_products p ON p.number = catalog_search.rowid "
    "WHERE catalog_search MATCH :7 AND p.listed = 1",
};
constexpr SqlPart from_anchor{") SELECT id, score FROM ranked WHERE (score, id) "};
constexpr SqlPart anchor{"(coalesce((SELECT score FROM ranked WHERE id = :2), :1), :2)"};
constexpr Sql best_first = joined_sql<ranked, filters, from_anchor, "> ", anchor, " ORDER BY score, id LIMIT :8">;
constexpr Sql worst_first =
    joined_sql<ranked, filters, from_anchor, "< ", anchor, " ORDER BY score DESC, id DESC LIMIT :8">;

// No id is empty, and none is greater than "~"; no title is greater than this one but by intent.
constexpr std::string_view before_ids;
constexpr std::string_view behind_ids = "~";
constexpr std::string_view behind_titles = "\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf\xf4\x8f\xbf\xbf";

std::optional<std::int64_t> parse_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// The id of the category asked for; an empty one, which no category has, if there is none of that slug.
std::optional<std::string> category_id(Session& session, const ProductFilter& filter) {
    if (!filter.category) return std::nullopt;
    if (const auto* const id = std::get_if<CategoryId>(&*filter.category)) return id->to_string();
    const auto row = session.row<std::string>("SELECT id FROM catalog_categories WHERE slug = :1",
                                              std::get<catalog::Slug>(*filter.category).text());
    return row ? std::get<0>(*row) : std::string{};
}

struct Bounds {
    std::optional<std::string> category;
    std::optional<std::string> words;
};

template <class Key>
std::vector<PagePosition> fetch(Session& session, Sql statement, const Key& after_key, std::string_view after_id,
                                const Bounds& bounds, const catalog::ProductPageQuery& query) {
    using Column = std::conditional_t<std::is_same_v<Key, std::int64_t>, std::int64_t, std::string>;
    std::vector<PagePosition> positions;
    for (auto& [id, key] : session.rows<std::string, Column>(
             statement, after_key, after_id, bounds.category, query.filter.min_price, query.filter.max_price,
             query.filter.stock == ProductFilter::Stock::in_stock ? 1 : 0, bounds.words, query.limit + 1)) {
        if constexpr (std::is_same_v<Column, std::int64_t>)
            positions.push_back({std::to_string(key), ProductId::parse(id).value()});
        else
            positions.push_back({std::move(key), ProductId::parse(id).value()});
    }
    return positions;
}

struct Statements {
    Sql ascending;
    Sql descending;
};

Statements statements_for(SortField field) {
    switch (field) {
        case SortField::relevance:
            return {best_first, worst_first};
        case SortField::name:
            return {a_to_z, z_to_a};
        case SortField::price:
            return {cheapest_first, dearest_first};
        case SortField::created_at:
            return {oldest_first, newest_first};
    }
    contract(false, "a sort field without a statement");
    std::unreachable();
}

}  // namespace

std::string match_expression(const std::vector<std::string>& words) {
    std::string expression;
    for (const auto& word : words) {
        if (!expression.empty()) expression += ' ';
        expression += '"';
        for (const char c : word) {
            if (c == '"') expression += '"';
            expression += c;
        }
        expression += '"';
    }
    if (!expression.empty()) expression += '*';
    return expression;
}

Result<std::vector<PagePosition>> positions_on_page(Session& session, const catalog::ProductPageQuery& query) {
    const bool is_ascending = query.sort.direction == Direction::ascending;
    const auto statements = statements_for(query.sort.field);
    const auto statement = is_ascending ? statements.ascending : statements.descending;
    Bounds bounds{.category = category_id(session, query.filter), .words = std::nullopt};
    if (!query.filter.words.empty()) bounds.words = match_expression(query.filter.words);

    const auto after_id =
        query.after ? query.after->id.to_string() : std::string{is_ascending ? before_ids : behind_ids};
    if (query.sort.field == SortField::name) {
        const std::string_view first_key = is_ascending ? std::string_view{} : behind_titles;
        return fetch(session, statement, query.after ? std::string_view{query.after->key} : first_key, after_id, bounds,
                     query);
    }
    const auto first_key =
        is_ascending ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    const auto after_key = query.after ? parse_number(query.after->key) : first_key;
    if (!after_key) return fail(ErrorKind::invalid, "invalid_cursor", "This cursor does not belong to this list.");
    return fetch(session, statement, *after_key, after_id, bounds, query);
}

}  // namespace orion::persistence::detail

#include "orion/persistence/catalog/product_page.hpp"

#include "orion/persistence/catalog/product_view.hpp"
#include "orion/persistence/catalog/search_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace orion::persistence::detail {
namespace {

using catalog::Direction;
using catalog::PagePosition;
using catalog::ProductFilter;
using catalog::SortField;

// Parameters of every statement: :1 and :2 key and id that the page comes after, :3 id or slug of a category, :4 and :5
// lowest and highest price, :6 whether stock is needed, :7 what is searched for, :8 how many, :9 a status.
//
// A filter that is not asked for is left out of the text instead of being switched off in it: a database that plans a
// statement once must not plan for what might have been asked. The bounds stay, as they only ever look at one product.
constexpr SqlPart any_category{" AND CAST(:3 AS text) IS NULL"};
constexpr SqlPart in_category{
    " AND p.id IN (SELECT c.product_id FROM catalog_category_ancestors a "
    "JOIN catalog_product_categories c ON c.category_id = a.category_id WHERE a.ancestor_id = "
    "(SELECT k.id FROM catalog_categories k WHERE k.id = :3 OR k.slug = :3))"};
constexpr SqlPart bounds{
    " AND (CAST(:5 AS bigint) IS NULL OR p.lowest_price <= :5) AND (CAST(:4 AS bigint) IS NULL AND CAST(:5 AS bigint) "
    "IS NULL AND CAST(:6 AS bigint) = 0 OR "
    "(SELECT 1 FROM catalog_variants v LEFT JOIN catalog_availability s ON s.sku = v.sku "
    "WHERE v.product_id = p.id AND v.for_sale = 1 AND (CAST(:4 AS bigint) IS NULL OR v.price >= :4) "
    "AND (CAST(:5 AS bigint) IS NULL OR v.price <= :5) AND (CAST(:6 AS bigint) = 0 OR s.available > 0) LIMIT 1) = 1)"};
constexpr SqlPart any_words{" AND CAST(:7 AS text) IS NULL"};
constexpr SqlPart with_words{
    " AND p.number IN (SELECT rowid FROM catalog_search WHERE catalog_search MATCH :7)",
    " AND p.number IN (SELECT w.number FROM catalog_search w WHERE w.words @@ CAST(:7 AS tsquery))"};

constexpr SqlPart age{"p.created_at"};
constexpr SqlPart price{"p.lowest_price"};
constexpr SqlPart title{"p.title", "p.title_key"};

// What is shown is read for the products of the page only, whatever had to be sorted to find them.
constexpr SqlPart page{"FROM (SELECT p.number, p.id, "};
constexpr SqlPart shown{") page JOIN catalog_products p ON p.number = page.number ORDER BY page.key"};

template <class Viewer, SqlPart Key, SqlPart Category, SqlPart Words>
constexpr Sql upwards = view_sql<Viewer, "SELECT page.key, ", page, Key, " AS key FROM catalog_products p WHERE ",
                                 Viewer::products, " AND (", Key, ", p.id) > (:1, :2)", Category, bounds, Words,
                                 " ORDER BY ", Key, ", p.id LIMIT :8", shown, ", page.id">;
template <class Viewer, SqlPart Key, SqlPart Category, SqlPart Words>
constexpr Sql downwards = view_sql<Viewer, "SELECT page.key, ", page, Key, " AS key FROM catalog_products p WHERE ",
                                   Viewer::products, " AND (", Key, ", p.id) < (:1, :2)", Category, bounds, Words,
                                   " ORDER BY ", Key, " DESC, p.id DESC LIMIT :8", shown, " DESC, page.id DESC">;

// A score may depend on all products, so a new one moves those of the others a little. The page therefore goes on
// behind where its last product stands now; the score it had (:1) is for the case that it is gone. A title counts ten
// times, a SKU five times as much as the description; a score is negative, and the lowest is the best.
constexpr SqlPart ranked{
    "WITH ranked AS MATERIALIZED (SELECT p.number, p.id, "
    "CAST(bm25(catalog_search, 10.0, 1.0, 5.0) * 1000000 AS INTEGER) AS key "
    "FROM catalog_search JOIN catalog_products p ON p.number = catalog_search.rowid "
    "WHERE catalog_search MATCH :7 AND ",
    "WITH ranked AS MATERIALIZED (SELECT p.number, p.id, CAST(ts_rank(CAST(ARRAY[0.1, 0.1, 0.5, 1.0] AS real[]), "
    "w.words, CAST(:7 AS tsquery), 1) * -1000000 AS bigint) AS key "
    "FROM catalog_search w JOIN catalog_products p ON p.number = w.number "
    "WHERE w.words @@ CAST(:7 AS tsquery) AND "};
constexpr SqlPart select{") SELECT page.key, "};
constexpr SqlPart from_anchor{"FROM (SELECT number, id, key FROM ranked WHERE (key, id) "};
constexpr SqlPart anchor{"(coalesce((SELECT key FROM ranked WHERE id = :2), CAST(:1 AS bigint)), :2)"};
template <class Viewer, SqlPart Category>
constexpr Sql best_first = view_sql<Viewer, joined_part<ranked, Viewer::products, Category, bounds, select>,
                                    from_anchor, "> ", anchor, " ORDER BY key, id LIMIT :8", shown, ", page.id">;
template <class Viewer, SqlPart Category>
constexpr Sql worst_first =
    view_sql<Viewer, joined_part<ranked, Viewer::products, Category, bounds, select>, from_anchor, "< ", anchor,
             " ORDER BY key DESC, id DESC LIMIT :8", shown, " DESC, page.id DESC">;

template <class Viewer, SqlPart Key>
Sql sorted(const catalog::ProductPageQuery& query) {
    const bool is_upwards = query.sort.direction == Direction::ascending;
    if (query.filter.category && !query.filter.words.empty())
        return is_upwards ? upwards<Viewer, Key, in_category, with_words>
                          : downwards<Viewer, Key, in_category, with_words>;
    if (query.filter.category)
        return is_upwards ? upwards<Viewer, Key, in_category, any_words>
                          : downwards<Viewer, Key, in_category, any_words>;
    if (!query.filter.words.empty())
        return is_upwards ? upwards<Viewer, Key, any_category, with_words>
                          : downwards<Viewer, Key, any_category, with_words>;
    return is_upwards ? upwards<Viewer, Key, any_category, any_words> : downwards<Viewer, Key, any_category, any_words>;
}

template <class Viewer>
Sql by_relevance(const catalog::ProductPageQuery& query) {
    const bool is_upwards = query.sort.direction == Direction::ascending;
    if (query.filter.category) return is_upwards ? best_first<Viewer, in_category> : worst_first<Viewer, in_category>;
    return is_upwards ? best_first<Viewer, any_category> : worst_first<Viewer, any_category>;
}

template <class Viewer>
Sql statement_for(const catalog::ProductPageQuery& query) {
    switch (query.sort.field) {
        case SortField::relevance:
            return by_relevance<Viewer>(query);
        case SortField::name:
            return sorted<Viewer, title>(query);
        case SortField::price:
            return sorted<Viewer, price>(query);
        case SortField::created_at:
            return sorted<Viewer, age>(query);
    }
    contract(false, "a sort field without a statement");
    std::unreachable();
}

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

Sql statement_of(const catalog::ProductPageQuery& query) {
    if (query.filter.scope == ProductFilter::Scope::all) return statement_for<ForEditors>(query);
    return statement_for<ForShoppers>(query);
}

std::optional<std::string> status_of(const ProductFilter& filter) {
    if (!filter.status || filter.scope == ProductFilter::Scope::listed) return std::nullopt;
    return std::string{to_text(*filter.status)};
}

std::optional<std::string> category_of(const ProductFilter& filter) {
    if (!filter.category) return std::nullopt;
    if (const auto* const id = std::get_if<CategoryId>(&*filter.category)) return id->to_string();
    return std::get<catalog::Slug>(*filter.category).text();
}

/// In the language of the database; nothing if there is nothing to search for.
std::optional<std::string> search_text(const Session& session, const std::vector<std::string>& words) {
    if (words.empty()) return std::nullopt;
    if (session.dialect() == Dialect::sqlite) return match_expression(words);
    return search_query(words).value_or("");
}

std::string text_of(std::int64_t key) { return std::to_string(key); }
std::string text_of(std::string key) { return key; }

template <class Key>
catalog::ProductRows fetch(Session& session, const Key& after_key, const catalog::ProductPageQuery& query) {
    using Text = std::string;
    using Column = std::conditional_t<std::is_same_v<Key, std::int64_t>, std::int64_t, Text>;
    const bool is_upwards = query.sort.direction == Direction::ascending;
    const auto after_id = query.after ? query.after->id.to_string() : Text{is_upwards ? before_ids : behind_ids};
    const auto limit = static_cast<std::size_t>(query.limit);
    auto found =
        session.rows<Column, Text, Text, Text, Text, Text, Text, Text, std::int64_t, std::int64_t, std::int64_t, Text,
                     Text>(statement_of(query), after_key, after_id, category_of(query.filter), query.filter.min_price,
                           query.filter.max_price, query.filter.stock == ProductFilter::Stock::in_stock ? 1 : 0,
                           search_text(session, query.filter.words), query.limit + 1, status_of(query.filter));

    catalog::ProductRows rows;
    for (std::size_t i = 0; i < std::min(found.size(), limit); ++i) {
        std::apply(
            [&](Column& key, auto&... columns) {
                rows.items.push_back(view_of({std::move(columns)...}));
                if (i + 1 == limit && found.size() > limit)
                    rows.next = PagePosition{text_of(std::move(key)), rows.items.back().id};
            },
            found[i]);
    }
    return rows;
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

Result<catalog::ProductRows> read_page(Session& session, const catalog::ProductPageQuery& query) {
    const bool is_upwards = query.sort.direction == Direction::ascending;
    if (query.sort.field == SortField::name) {
        const std::string_view first_key = is_upwards ? std::string_view{} : behind_titles;
        return fetch(session, query.after ? std::string_view{query.after->key} : first_key, query);
    }
    const auto first_key =
        is_upwards ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
    const auto after_key = query.after ? parse_number(query.after->key) : first_key;
    if (!after_key) return fail(ErrorKind::invalid, "invalid_cursor", "This cursor does not belong to this list.");
    return fetch(session, *after_key, query);
}

}  // namespace orion::persistence::detail

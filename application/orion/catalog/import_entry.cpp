#include "orion/catalog/import_entry.hpp"

#include "orion/catalog/free_slug.hpp"

#include <algorithm>
#include <string>

namespace orion::catalog {
namespace {

constexpr std::int64_t max_opening_stock = 1'000'000'000;

std::unexpected<Error> rejection(ErrorCode code, std::string message) {
    return fail(ErrorKind::invalid, code, std::move(message));
}

Result<Sku> check_line(const ImportedVariant& entry) {
    ORION_TRY(auto sku, Sku::parse(entry.sku));
    if (entry.opening_stock && (*entry.opening_stock < 0 || *entry.opening_stock > max_opening_stock))
        return rejection("out_of_range", "Opening stock is 0 to 1,000,000,000.");
    return sku;
}

/// The variant as the entry wants it; `known` is what the shop has of it, or null.
Result<Variant> merge(const ImportedVariant& entry, const Sku& sku, const Variant* known, Currency fallback) {
    if (entry.currency) {
        ORION_TRY(fallback, Currency::parse(*entry.currency));
    } else if (known != nullptr) {
        fallback = known->price.currency();
    }
    if (!entry.price && known == nullptr) return rejection("required", "price: A new variant needs one.");
    auto price = known != nullptr ? known->price : Money::zero(fallback);
    if (entry.price) {
        ORION_TRY(price, Money::parse_decimal(*entry.price, fallback));
    }
    auto variant = known != nullptr ? *known : Variant{.sku = sku, .title = "", .price = price};
    variant.price = price;
    variant.title = entry.title.value_or(variant.title);
    variant.options = entry.options.value_or(variant.options);
    variant.selling = entry.selling.value_or(variant.selling);
    ORION_CHECK(check_variant(variant));
    return variant;
}

/// A new product goes on sale as soon as it can, an existing one stays as it is; unless the entry says.
Result<void> settle_status(Product& product, const std::optional<std::string>& wanted, Instant now) {
    if (wanted) {
        ORION_TRY(const auto status, parse_status(*wanted));
        return product.bring_to(status, now);
    }
    if (product.stored_version() > 0) return {};
    if (auto published = product.publish(now); !published && published.error().code != "nothing_to_sell")
        return published;
    return {};
}

}  // namespace

Result<void> EntryImporter::apply(const ImportedProduct& entry) {
    const auto candidates = take_candidates(entry);
    if (candidates.empty()) return {};
    const auto existing = find_existing(entry, candidates);
    if (!existing) {
        reject_all(entry, existing.error());
        return {};
    }
    auto variants = *existing ? (*existing)->content().variants : std::vector<Variant>{};
    const auto accepted = merge_variants(candidates, variants);
    const bool lost_a_part_of_its_line =
        accepted.size() < candidates.size() &&
        std::ranges::all_of(entry.variants, [&](const auto& variant) { return variant.line == entry.line; });
    if (accepted.empty() || lost_a_part_of_its_line) return {};

    const auto product = compose(entry, *existing, std::move(variants));
    if (!product) {
        reject(entry.line, product.error());
        for (const auto& candidate : accepted) reject(candidate.entry->line, product.error());
        return {};
    }
    if (product->version() != product->stored_version()) ORION_CHECK(context_.work.products().save(*product));
    note_accepted(accepted, *existing, *product);
    return {};
}

Result<void> EntryImporter::apply(const ImportedCategory& entry) {
    std::optional<Category> parent;
    bool created = false;
    bool renamed = false;
    for (const auto& node : entry.path) {
        const auto slug = Slug::parse(node.slug);
        auto found = slug ? context_.work.categories().find_by_slug(*slug) : std::nullopt;
        const bool is_itself = &node == &entry.path.back();
        Result<void> done = slug ? Result<void>{} : std::unexpected{slug.error()};
        if (slug && !found) {
            auto added = add_category(*slug, node.name, parent ? &*parent : nullptr);
            if (added)
                found = *std::move(added);
            else
                done = std::unexpected{added.error()};
            created = true;
        } else if (found && is_itself && found->name() != node.name) {
            done = found->rename(node.name);
            if (done) ORION_CHECK(context_.work.categories().save(*found));
            renamed = true;
        }
        if (!done) {
            reject(entry.line, done.error());
            return {};
        }
        parent = std::move(found);
    }
    if (!created) ++(renamed ? outcome_.report.categories.updated : outcome_.report.categories.unchanged);
    return {};
}

std::vector<EntryImporter::Candidate> EntryImporter::take_candidates(const ImportedProduct& entry) {
    std::vector<Candidate> candidates;
    std::set<Sku> seen;
    bool lost_its_line = false;
    for (const auto& variant : entry.variants) {
        auto sku = check_line(variant);
        if (sku && !seen.insert(*sku).second) sku = rejection("duplicate_sku", "This SKU stands here twice.");
        if (sku) {
            candidates.push_back({&variant, *std::move(sku)});
        } else {
            reject(variant.line, sku.error());
            lost_its_line |= variant.line == entry.line;
        }
    }
    if (entry.variants.empty()) reject(entry.line, rejection("no_variants", "A product needs a variant.").error());
    if (lost_its_line && std::ranges::all_of(entry.variants, [&](const auto& v) { return v.line == entry.line; }))
        candidates.clear();
    return candidates;
}

Result<std::optional<Product>> EntryImporter::find_existing(const ImportedProduct& entry,
                                                            const std::vector<Candidate>& candidates) {
    std::vector<Sku> skus;
    for (const auto& candidate : candidates) skus.push_back(candidate.sku);
    auto owners = context_.work.products().find_owning(skus);
    if (owners.size() > 1) return rejection("sku_in_other_product", "These SKUs belong to several products.");
    std::optional<Product> bearer;
    if (entry.slug) {
        ORION_TRY(const auto slug, Slug::parse(*entry.slug));
        bearer = context_.work.products().find_by_slug(slug);
    }
    if (owners.empty()) return bearer;
    if (bearer && bearer->id() != owners.front().id()) return rejection("slug_taken", "Another product has this slug.");
    return std::optional{std::move(owners.front())};
}

/// Puts the candidates among the variants of the product; returns those that the rules let through.
std::vector<EntryImporter::Candidate> EntryImporter::merge_variants(const std::vector<Candidate>& candidates,
                                                                    std::vector<Variant>& variants) {
    std::vector<Candidate> accepted;
    for (const auto& candidate : candidates) {
        const auto known = std::ranges::find(variants, candidate.sku, &Variant::sku);
        auto merged =
            merge(*candidate.entry, candidate.sku, known == variants.end() ? nullptr : &*known, context_.currency);
        if (!merged) {
            reject(candidate.entry->line, merged.error());
            continue;
        }
        if (known == variants.end()) {
            variants.push_back(*std::move(merged));
        } else {
            *known = *std::move(merged);
        }
        accepted.push_back(candidate);
    }
    return accepted;
}

Result<Product> EntryImporter::compose(const ImportedProduct& entry, const std::optional<Product>& existing,
                                       std::vector<Variant> variants) {
    auto content = existing ? std::optional{existing->content()} : std::nullopt;
    if (!content) {
        ORION_TRY(auto slug, choose_slug(entry, variants));
        content.emplace(ProductContent{.slug = std::move(slug), .title = "", .description = ""});
    } else if (entry.slug) {
        ORION_TRY(content->slug, Slug::parse(*entry.slug));
    }
    content->title = entry.title.value_or(content->title);
    content->description = entry.description.value_or(content->description);
    content->image_urls = entry.image_urls.value_or(content->image_urls);
    content->attributes = entry.attributes.value_or(content->attributes);
    content->variants = std::move(variants);
    ORION_CHECK(check_content(*content));
    if (entry.categories || entry.category_slugs) {
        ORION_TRY(content->categories, categories_of(entry));
    }
    auto product = existing;
    if (!product) {
        ORION_TRY(product, create(*std::move(content), entry.status));
    } else {
        ORION_CHECK(product->revise(*std::move(content), context_.now));
    }
    ORION_CHECK(settle_status(*product, entry.status, context_.now));
    return *std::move(product);
}

/// An active product may have nothing left to sell: it had when it was published.
Result<Product> EntryImporter::create(ProductContent content, const std::optional<std::string>& status) {
    const auto id = context_.ids.next<ProductId>();
    const bool is_sold_out_of =
        status == to_text(ProductStatus::active) && !content.variants.empty() &&
        std::ranges::none_of(content.variants, [](const Variant& variant) { return variant.selling == Selling::yes; });
    if (!is_sold_out_of) return Product::create(id, std::move(content), context_.now);
    auto before = content;
    before.variants.front().selling = Selling::yes;
    ORION_TRY(auto product, Product::create(id, std::move(before), context_.now));
    ORION_CHECK(product.publish(context_.now));
    ORION_CHECK(product.revise(std::move(content), context_.now));
    return product;
}

Result<Slug> EntryImporter::choose_slug(const ImportedProduct& entry, const std::vector<Variant>& variants) {
    if (entry.slug) return Slug::parse(*entry.slug);
    auto slug = Slug::derive(entry.title.value_or(""));
    if (!context_.work.products().find_by_slug(slug)) return slug;
    auto longer = slug.with(variants.front().sku.text());
    if (!context_.work.products().find_by_slug(longer)) return longer;
    return rejection("slug_taken", "Another product has the slug of this title.");
}

Result<std::vector<CategoryId>> EntryImporter::categories_of(const ImportedProduct& entry) {
    std::vector<CategoryId> ids;
    for (const auto& path : entry.categories.value_or(std::vector<CategoryPath>{})) {
        ORION_TRY(const auto id, ensure_path(path));
        ids.push_back(id);
    }
    for (const auto& text : entry.category_slugs.value_or(std::vector<std::string>{})) {
        ORION_TRY(const auto slug, Slug::parse(text));
        const auto category = context_.work.categories().find_by_slug(slug);
        if (!category) return rejection("category_not_found", "There is no category " + slug.text() + ".");
        ids.push_back(category->id());
    }
    return ids;
}

Result<CategoryId> EntryImporter::ensure_path(const CategoryPath& path) {
    if (path.empty()) return rejection("malformed_category", "A category path holds a name.");
    if (const auto known = known_paths_.find(path); known != known_paths_.end()) return known->second;
    std::optional<Category> parent;
    for (const auto& name : path) {
        auto found = context_.work.categories().find_child(parent ? std::optional{parent->id()} : std::nullopt, name);
        const auto* const above = parent ? &*parent : nullptr;
        if (!found) {
            ORION_TRY(found, add_category(free_slug(context_.work.categories(), name, above), name, above));
        }
        parent = std::move(found);
    }
    known_paths_.emplace(path, parent->id());
    return parent->id();
}

Result<Category> EntryImporter::add_category(Slug slug, const std::string& name, const Category* parent) {
    ORION_TRY(auto category, Category::create({context_.ids.next<CategoryId>(), std::move(slug), name}, parent));
    ORION_CHECK(context_.work.categories().save(category));
    ++outcome_.report.categories.created;
    return category;
}

void EntryImporter::note_accepted(const std::vector<Candidate>& accepted, const std::optional<Product>& before,
                                  const Product& after) {
    const bool changed = after.version() != after.stored_version();
    auto& report = outcome_.report;
    ++(!before ? report.products.created : changed ? report.products.updated : report.products.unchanged);
    for (const auto& [entry, sku] : accepted) {
        const auto find_in = [&](const Product& product) {
            const auto& variants = product.content().variants;
            return std::ranges::find(variants, sku, &Variant::sku) != variants.end();
        };
        const bool is_new = !before || !find_in(*before);
        ++(is_new ? report.variants.created : changed ? report.variants.updated : report.variants.unchanged);
        if (entry->opening_stock.value_or(0) > 0)
            outcome_.stock.push_back({sku, *entry->opening_stock, "opening:" + sku.text()});
    }
}

void EntryImporter::reject(std::size_t line, const Error& error) {
    const bool is_known = std::ranges::find(outcome_.rejections, line, &LineProblem::line) != outcome_.rejections.end();
    if (is_known) return;
    LineProblem problem{line, error.code, error.message};
    if (!error.fields.empty()) {
        problem.code = error.fields.front().code;
        problem.message = error.fields.front().field + ": " + error.fields.front().message;
    }
    outcome_.rejections.push_back(std::move(problem));
    ++outcome_.report.rejected;
}

void EntryImporter::reject_all(const ImportedProduct& entry, const Error& error) {
    reject(entry.line, error);
    for (const auto& variant : entry.variants) reject(variant.line, error);
}

}  // namespace orion::catalog

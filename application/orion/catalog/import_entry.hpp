#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"

#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace orion::catalog {

/// What came of a batch, or of one entry of it.
struct ImportOutcome {
    ImportReport report{};
    std::vector<LineProblem> rejections{};
    std::vector<OpeningQuantity> stock{};
};

/// The part of an import that runs inside one transaction: applies entries to the shop, one after the other.
class EntryImporter {
public:
    struct Context {
        CatalogWork& work;
        IdGenerator& ids;
        Instant now;
        Currency currency;
    };
    explicit EntryImporter(Context context) : context_{context} {}

    /// An error means that the transaction has to be given up. What is wrong with the entry itself is a rejection in
    /// the outcome, and has changed no product.
    Result<void> apply(const ImportedProduct& entry);
    Result<void> apply(const ImportedCategory& entry);

    ImportOutcome take_outcome() { return std::move(outcome_); }

private:
    /// A variant of the entry whose SKU is sound.
    struct Candidate {
        const ImportedVariant* entry;
        Sku sku;
    };
    std::vector<Candidate> take_candidates(const ImportedProduct& entry);
    Result<std::optional<Product>> find_existing(const ImportedProduct& entry,
                                                 const std::vector<Candidate>& candidates);
    std::vector<Candidate> merge_variants(const std::vector<Candidate>& candidates, std::vector<Variant>& variants);
    Result<Product> compose(const ImportedProduct& entry, const std::optional<Product>& existing,
                            std::vector<Variant> variants);
    Result<Product> create(ProductContent content, const std::optional<std::string>& status);
    Result<Slug> choose_slug(const ImportedProduct& entry, const std::vector<Variant>& variants);
    Result<std::vector<CategoryId>> categories_of(const ImportedProduct& entry);
    Result<CategoryId> ensure_path(const CategoryPath& path);
    Result<Category> add_category(Slug slug, const std::string& name, const Category* parent);
    void note_accepted(const std::vector<Candidate>& accepted, const std::optional<Product>& before,
                       const Product& after);
    void reject(std::size_t line, const Error& error);
    void reject_all(const ImportedProduct& entry, const Error& error);

    Context context_;
    ImportOutcome outcome_{};
    std::map<CategoryPath, CategoryId> known_paths_{};
};

}  // namespace orion::catalog

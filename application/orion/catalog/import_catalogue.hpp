#pragma once

#include "orion/catalog/catalog_store.hpp"
#include "orion/catalog/catalogue_source.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/id_generator.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orion::catalog {

/// What a shop begins with of one SKU.
struct OpeningQuantity {
    Sku sku;
    std::int64_t quantity;  ///< at least 1
    std::string reference;  ///< `opening:SKU`, the same in every import
};

/// Receives stock into the shop.
class OpeningStock {
public:
    virtual ~OpeningStock() = default;

    /// Receives each of them, unless its reference was received before. All or none.
    virtual Result<void> receive(const std::vector<OpeningQuantity>& quantities) = 0;
};

struct ImportCounts {
    std::size_t created = 0;
    std::size_t updated = 0;
    std::size_t unchanged = 0;

    friend bool operator==(const ImportCounts&, const ImportCounts&) = default;
};

struct ImportReport {
    std::size_t lines = 0;      ///< the last one that was looked at
    ImportCounts products{};    ///< a product that gains a variant counts as updated
    ImportCounts variants{};    ///< one per SKU in the file; updated too when only its product changed
    ImportCounts categories{};  ///< those that the file lists or that its products need
    std::size_t rejected = 0;   ///< lines
    std::size_t remarks = 0;

    friend bool operator==(const ImportReport&, const ImportReport&) = default;
};

/// Watches an import. Called on its thread.
class ImportListener {
public:
    virtual ~ImportListener() = default;
    virtual void rejected(const LineProblem& problem) = 0;
    virtual void remarked(const LineProblem& problem) = 0;
    /// After every batch.
    virtual void progressed(const ImportReport& report) = 0;
};

struct ImportCatalogueCommand {
    Currency currency;  ///< of prices that name none
};

/// Brings the shop to what a file says, product by product: one that owns a SKU of the entry is revised, else the one
/// of its slug gains the variants, else it is created (and published, unless the entry says otherwise). Variants that
/// the file does not name stay. A second import of the same file changes nothing.
///
/// Bounded batches, each one transaction, so that an import that breaks off can simply be run again. A bad line is
/// rejected alone and told to the listener. `unavailable` when the file, the store or the stock does not answer; what
/// was reported before stands.
class ImportCatalogue {
public:
    static constexpr std::size_t batch_entries = 100;
    static constexpr std::size_t batch_variants = 1'000;

    ImportCatalogue(CatalogStore& store, OpeningStock& stock, const Clock& clock, IdGenerator& ids)
        : store_{store}, stock_{stock}, clock_{clock}, ids_{ids} {}

    Result<ImportReport> execute(const ImportCatalogueCommand& command, CatalogueSource& source,
                                 ImportListener& listener);

private:
    CatalogStore& store_;
    OpeningStock& stock_;
    const Clock& clock_;
    IdGenerator& ids_;
};

}  // namespace orion::catalog

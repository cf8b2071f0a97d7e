#include "orion/catalog/import_catalogue.hpp"

#include "orion/catalog/import_entry.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <utility>
#include <variant>

namespace orion::catalog {
namespace {

using Entries = std::span<const CatalogueEntry>;

std::size_t last_line_of(const CatalogueEntry& entry) {
    struct Line {
        std::size_t operator()(const ImportedProduct& product) const {
            auto last = product.line;
            for (const auto& variant : product.variants) last = std::max(last, variant.line);
            return last;
        }
        std::size_t operator()(const ImportedCategory& category) const { return category.line; }
        std::size_t operator()(const RejectedLine& line) const { return line.problem.line; }
        std::size_t operator()(const Remark& remark) const { return remark.problem.line; }
    };
    return std::visit(Line{}, entry);
}

std::size_t variants_in(const CatalogueEntry& entry) {
    const auto* const product = std::get_if<ImportedProduct>(&entry);
    return product != nullptr ? product->variants.size() : 0;
}

void add(ImportCounts& total, const ImportCounts& more) {
    total.created += more.created;
    total.updated += more.updated;
    total.unchanged += more.unchanged;
}

/// One import on its way through the file.
class Run {
public:
    using Commit = std::function<Result<ImportOutcome>(Entries)>;
    Run(Commit commit, OpeningStock& stock, ImportListener& listener)
        : commit_{std::move(commit)}, stock_{stock}, listener_{listener} {}

    Result<void> take(CatalogueEntry entry) {
        total_.lines = std::max(total_.lines, last_line_of(entry));
        if (const auto* const bad = std::get_if<RejectedLine>(&entry)) {
            ++total_.rejected;
            listener_.rejected(bad->problem);
            return {};
        }
        if (const auto* const remark = std::get_if<Remark>(&entry)) {
            ++total_.remarks;
            listener_.remarked(remark->problem);
            return {};
        }
        variants_ += variants_in(entry);
        batch_.push_back(std::move(entry));
        if (batch_.size() >= ImportCatalogue::batch_entries || variants_ >= ImportCatalogue::batch_variants)
            return flush();
        return {};
    }

    Result<void> flush() {
        if (!batch_.empty()) ORION_CHECK(commit(batch_));
        batch_.clear();
        variants_ = 0;
        listener_.progressed(total_);
        return {};
    }

    const ImportReport& total() const { return total_; }

private:
    Result<void> commit(Entries entries) {
        auto outcome = commit_(entries);
        if (!outcome && outcome.error().kind == ErrorKind::unavailable) return std::unexpected{outcome.error()};
        if (!outcome && entries.size() > 1) {
            // Somebody edits the catalogue meanwhile, or two entries get in each other's way: find the culprit.
            for (std::size_t i = 0; i < entries.size(); ++i) ORION_CHECK(commit(entries.subspan(i, 1)));
            return {};
        }
        if (!outcome) {
            ImportOutcome refused;
            refused.rejections.push_back(
                {last_line_of(entries.front()), outcome.error().code, outcome.error().message});
            refused.report.rejected = 1;
            return settle(refused);
        }
        return settle(*outcome);
    }

    Result<void> settle(const ImportOutcome& outcome) {
        add(total_.products, outcome.report.products);
        add(total_.variants, outcome.report.variants);
        add(total_.categories, outcome.report.categories);
        total_.rejected += outcome.report.rejected;
        for (const auto& problem : outcome.rejections) listener_.rejected(problem);
        if (outcome.stock.empty()) return {};
        return stock_.receive(outcome.stock);
    }

    Commit commit_;
    OpeningStock& stock_;
    ImportListener& listener_;
    ImportReport total_{};
    std::vector<CatalogueEntry> batch_{};
    std::size_t variants_ = 0;
};

}  // namespace

Result<ImportReport> ImportCatalogue::execute(const ImportCatalogueCommand& command, CatalogueSource& source,
                                              ImportListener& listener) {
    const auto commit = [&](Entries entries) {
        const auto now = clock_.now();
        return store_.transact([&](CatalogWork& work) -> Result<ImportOutcome> {
            EntryImporter importer{{work, ids_, now, command.currency}};
            for (const auto& entry : entries) {
                if (const auto* const product = std::get_if<ImportedProduct>(&entry)) {
                    ORION_CHECK(importer.apply(*product));
                } else {
                    ORION_CHECK(importer.apply(std::get<ImportedCategory>(entry)));
                }
            }
            return importer.take_outcome();
        });
    };
    Run run{commit, stock_, listener};
    while (true) {
        auto entry = source.next();
        if (!entry || !*entry) {
            ORION_CHECK(run.flush());
            if (!entry) return std::unexpected{std::move(entry).error()};
            return run.total();
        }
        ORION_CHECK(run.take(**std::move(entry)));
    }
}

}  // namespace orion::catalog

#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalog/import_catalogue.hpp"

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// Remembers what was received; each reference once.
class FakeOpeningStock : public catalog::OpeningStock {
public:
    std::map<Sku, std::int64_t> received;
    int calls = 0;

    Result<void> receive(const std::vector<catalog::OpeningQuantity>& quantities) override {
        ++calls;
        for (const auto& quantity : quantities)
            if (references_.insert(quantity.reference).second) received[quantity.sku] += quantity.quantity;
        return {};
    }

private:
    std::set<std::string> references_;
};

/// A file that a test writes entry by entry.
class FakeCatalogueSource : public catalog::CatalogueSource {
public:
    FakeCatalogueSource(std::initializer_list<catalog::CatalogueEntry> entries) : entries_{entries} {}
    void add(catalog::CatalogueEntry entry) { entries_.push_back(std::move(entry)); }
    void break_off() { is_broken_ = true; }

    Result<std::optional<catalog::CatalogueEntry>> next() override {
        if (entries_.empty() && is_broken_)
            return fail(ErrorKind::unavailable, "unreadable_file", "The file ends too early.");
        if (entries_.empty()) return std::optional<catalog::CatalogueEntry>{};
        auto entry = std::move(entries_.front());
        entries_.pop_front();
        return entry;
    }

private:
    std::deque<catalog::CatalogueEntry> entries_;
    bool is_broken_ = false;
};

/// Notes what an import says.
struct ImportNotes : catalog::ImportListener {
    std::vector<catalog::LineProblem> rejections;
    std::vector<catalog::LineProblem> remarks;
    int batches = 0;

    void rejected(const catalog::LineProblem& problem) override { rejections.push_back(problem); }
    void remarked(const catalog::LineProblem& problem) override { remarks.push_back(problem); }
    void progressed(const catalog::ImportReport&) override { ++batches; }
};

}  // namespace orion::test

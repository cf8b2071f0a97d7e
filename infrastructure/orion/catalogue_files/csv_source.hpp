#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalogue_files/csv_row.hpp"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace orion::catalogue_files {

/// Our own CSV form (docs/catalogue-files.md): a variant per row; rows of one slug that follow each other are one
/// product. A header with an unknown or missing column is `invalid` / `unknown_column`, `missing_column` or
/// `duplicate_column` at the first call.
class CsvSource final : public catalog::CatalogueSource {
public:
    explicit CsvSource(CsvReader rows) : rows_{std::move(rows)} {}
    Result<std::optional<catalog::CatalogueEntry>> next() override;

private:
    Result<void> read_header();
    Result<void> read_row();
    catalog::ImportedProduct product_of(std::size_t line, const std::vector<std::string>& cells) const;
    catalog::ImportedVariant variant_of(std::size_t line, const std::vector<std::string>& cells,
                                        std::optional<Error>& problem) const;
    /// Nothing for an empty cell and a column that the file does not have.
    std::optional<std::string> cell(const std::vector<std::string>& cells, std::string_view column) const;
    std::optional<catalog::NamedTexts> named(const std::vector<std::string>& cells, std::string_view prefix) const;
    void add(catalog::ImportedProduct product);
    void flush();

    CsvReader rows_;
    std::map<std::string, std::size_t, std::less<>> columns_{};
    std::optional<catalog::ImportedProduct> product_{};
    std::deque<catalog::CatalogueEntry> ready_{};
    bool is_over_ = false;
};

}  // namespace orion::catalogue_files

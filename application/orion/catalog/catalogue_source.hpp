#pragma once

#include "orion/catalog/product.hpp"
#include "orion/kernel/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A catalogue file as the import reads it: entry by entry, already free of its file format, not yet checked against
/// the rules of the shop.
namespace orion::catalog {

/// One variant as a file has it. What is absent stays as it is in the shop.
struct ImportedVariant {
    std::size_t line;  ///< where it stands, from 1
    std::string sku;
    std::optional<std::string> title{};
    std::optional<NamedTexts> options{};
    std::optional<std::string> price{};     ///< decimal text; required for a SKU new to the shop
    std::optional<std::string> currency{};  ///< ISO 4217; otherwise the variant's present one, else the import's
    std::optional<Selling> selling{};
    std::optional<std::int64_t> opening_stock{};
};

/// Names from the root down: `{"Tea", "Green tea"}`.
using CategoryPath = std::vector<std::string>;

/// A category as files know it: by a slug that no other has.
struct CategoryNode {
    std::string slug;
    std::string name;
};

struct ImportedProduct {
    std::size_t line;
    std::optional<std::string> slug{};
    std::optional<std::string> title{};  ///< required for a product new to the shop
    std::optional<std::string> description{};
    std::optional<std::vector<CategoryPath>> categories{};     ///< made where missing
    std::optional<std::vector<std::string>> category_slugs{};  ///< of categories there are; behind `categories`
    std::optional<std::vector<std::string>> image_urls{};
    std::optional<NamedTexts> attributes{};
    std::optional<std::string> status{};
    std::vector<ImportedVariant> variants;
};

/// A category and the way to it. Its slug is its identity in the file.
struct ImportedCategory {
    std::size_t line;
    std::vector<CategoryNode> path;  ///< from the root to the category itself
};

/// Something about a line that its author should know.
struct LineProblem {
    std::size_t line;
    ErrorCode code;
    std::string message;
};

/// A line that could not be read.
struct RejectedLine {
    LineProblem problem;
};

/// A line that is taken, though not all of what it says.
struct Remark {
    LineProblem problem;
};

using CatalogueEntry = std::variant<ImportedProduct, ImportedCategory, RejectedLine, Remark>;

/// Reads one file, once, front to back, in bounded memory. For one thread.
class CatalogueSource {
public:
    virtual ~CatalogueSource() = default;

    /// The next entry; nothing at the end. `unavailable` / `unreadable_file` when the file cannot be read any further.
    virtual Result<std::optional<CatalogueEntry>> next() = 0;
};

/// Opens catalogue files by path.
class CatalogueFiles {
public:
    virtual ~CatalogueFiles() = default;

    /// `format` is a name of docs/catalogue-files.md, `auto` to tell it from the content. `unavailable` /
    /// `unreadable_file`; `invalid` / `unknown_format`.
    virtual Result<std::unique_ptr<CatalogueSource>> open(const std::string& path, std::string_view format) = 0;
};

enum class CatalogueForm { json_lines, csv };

/// Reads catalogues that were sent to the shop.
class CatalogueTexts {
public:
    virtual ~CatalogueTexts() = default;

    /// One of our own forms of docs/catalogue-files.md, never packed. Its first entry is `invalid` / `unknown_column`,
    /// `missing_column` or `duplicate_column` for CSV whose first row is not acceptable.
    virtual std::unique_ptr<CatalogueSource> open(std::string text, CatalogueForm form) = 0;
};

}  // namespace orion::catalog

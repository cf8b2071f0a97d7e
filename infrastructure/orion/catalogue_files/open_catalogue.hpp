#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalogue_files/byte_source.hpp"
#include "orion/kernel/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace orion::catalogue_files {

enum class Format {
    detected,            ///< from the content
    orion_json,          ///< a product per line (or per element of an array)
    orion_csv,           ///< a variant per row
    magento,             ///< Magento's products, flattened
    eshop,               ///< the .NET eShop's items
    bestbuy_categories,  ///< Best Buy's category tree
};

/// `auto`, `json`, `csv`, `magento`, `eshop`, `bestbuy-categories`. `invalid` / `unknown_format`
Result<Format> parse_format(std::string_view name);

/// Reads a catalogue of one of the forms of docs/catalogue-files.md, plain or packed with xz, in bounded memory: an
/// entry has at most 1 MiB, and what has to wait for another entry waits on disk. JSON forms may be JSON lines or one
/// array. Bad lines come as RejectedLine.
///
/// `next()` returns `invalid` / `unknown_format` when the form cannot be told, and what CsvSource says of a header.
Result<std::unique_ptr<catalog::CatalogueSource>> open_catalogue(std::unique_ptr<ByteSource> bytes, Format format);

/// The same for bytes that somebody has sent: what looks packed is not unpacked, so it never grows.
std::unique_ptr<catalog::CatalogueSource> open_plain_catalogue(std::unique_ptr<ByteSource> bytes, Format format);

/// Files of this machine.
class LocalCatalogueFiles final : public catalog::CatalogueFiles {
public:
    Result<std::unique_ptr<catalog::CatalogueSource>> open(const std::string& path, std::string_view format) override;
};

}  // namespace orion::catalogue_files

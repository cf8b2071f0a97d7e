#pragma once

#include "orion/catalog/catalogue_writer.hpp"
#include "orion/catalogue_files/byte_sink.hpp"

#include <memory>

namespace orion::catalogue_files {

/// Our own forms (docs/catalogue-files.md).
std::unique_ptr<catalog::CatalogueWriter> make_json_writer(std::unique_ptr<ByteSink> bytes);
std::unique_ptr<catalog::CatalogueWriter> make_csv_writer(std::unique_ptr<ByteSink> bytes);

}  // namespace orion::catalogue_files

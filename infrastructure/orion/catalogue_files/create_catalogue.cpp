#include "orion/catalogue_files/create_catalogue.hpp"

#include "orion/catalogue_files/writers.hpp"

namespace orion::catalogue_files {

Result<std::unique_ptr<catalog::CatalogueWriter>> LocalCatalogueTargets::create(const std::string& path,
                                                                                std::string_view format) {
    if (format != "json" && format != "csv")
        return fail(ErrorKind::invalid, "unknown_format", "A format to write is json or csv.");
    std::unique_ptr<ByteSink> bytes;
    if (path == "-") {
        bytes = standard_output();
    } else {
        ORION_TRY(bytes, create_file(path));
    }
    return format == "json" ? make_json_writer(std::move(bytes)) : make_csv_writer(std::move(bytes));
}

}  // namespace orion::catalogue_files

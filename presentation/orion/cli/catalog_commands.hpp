#pragma once

#include "orion/catalog/catalogue_source.hpp"
#include "orion/catalog/catalogue_writer.hpp"
#include "orion/catalog/export_catalogue.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/kernel/money.hpp"
#include "orion/kernel/result.hpp"

#include <ostream>
#include <string>

namespace orion::cli {

enum class Progress {
    live,   ///< one line that is written over again and again, for a terminal
    quiet,  ///< none
};

struct ImportCatalogueOptions {
    std::string file;
    std::string format = "auto";
    Currency currency;  ///< of prices that name none
    Progress progress = Progress::quiet;
};

struct ExportCatalogueOptions {
    std::string file = "-";
    std::string format = "json";
};

/// `orionctl catalog export [FILE] [--format json|csv]`: writes the whole catalogue to the file, or to the standard
/// output, and a summary to `messages`.
class CatalogExportCommand {
public:
    struct Ports {
        catalog::ExportCatalogue& export_catalogue;
        catalog::CatalogueTargets& targets;
    };
    CatalogExportCommand(const Ports& ports, std::ostream& messages) : ports_{ports}, messages_{messages} {}

    Result<void> execute(const ExportCatalogueOptions& options);

private:
    Ports ports_;
    std::ostream& messages_;
};

/// `orionctl catalog import FILE [--format NAME]`: imports the file, names each rejected line on `messages` as it
/// comes, writes a summary to `out`. A file with bad lines is a success. Returns the error that the tool is to show:
/// `unreadable_file`, `unknown_format` or a bad CSV header mean that the file cannot be read (exit code 2).
class CatalogCommands {
public:
    struct Ports {
        catalog::ImportCatalogue& import_catalogue;
        catalog::CatalogueFiles& files;
    };
    CatalogCommands(const Ports& ports, std::ostream& out, std::ostream& messages)
        : ports_{ports}, out_{out}, messages_{messages} {}

    Result<void> import(const ImportCatalogueOptions& options);

private:
    void summarise(const catalog::ImportReport& report, double seconds);

    Ports ports_;
    std::ostream& out_;
    std::ostream& messages_;
};

}  // namespace orion::cli

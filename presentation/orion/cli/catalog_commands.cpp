#include "orion/cli/catalog_commands.hpp"

#include <fmt/ostream.h>

#include <chrono>

namespace orion::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>{SteadyClock::now() - start}.count();
}

double per_second(std::size_t count, double seconds) { return static_cast<double>(count) / std::max(seconds, 0.001); }

/// Tells what happens while it happens.
class Teller final : public catalog::ImportListener {
public:
    Teller(std::ostream& messages, Progress progress) : messages_{messages}, progress_{progress} {}

    void rejected(const catalog::LineProblem& problem) override { tell("rejected", problem); }
    void remarked(const catalog::LineProblem& problem) override { tell("note", problem); }

    void progressed(const catalog::ImportReport& report) override {
        if (progress_ == Progress::quiet) return;
        clear_line();
        const auto& [created, updated, unchanged] = report.variants;
        fmt::print(messages_, "line {}: {} created, {} updated, {} unchanged, {} rejected ({:.0f} lines/s)",
                   report.lines, created, updated, unchanged, report.rejected,
                   per_second(report.lines, seconds_since(start_)));
        messages_.flush();
        is_line_open_ = true;
    }

    void end_line() {
        if (is_line_open_) messages_ << '\n';
        is_line_open_ = false;
    }

private:
    void clear_line() {
        if (is_line_open_) messages_ << "\r\x1b[K";
        is_line_open_ = false;
    }

    void tell(const char* what, const catalog::LineProblem& problem) {
        clear_line();
        fmt::print(messages_, "line {}: {}: {}: {}\n", problem.line, what, problem.code.text(), problem.message);
    }

    std::ostream& messages_;
    Progress progress_;
    SteadyClock::time_point start_ = SteadyClock::now();
    bool is_line_open_ = false;
};

}  // namespace

Result<void> CatalogCommands::import(const ImportCatalogueOptions& options) {
    const auto start = SteadyClock::now();
    ORION_TRY(const auto source, ports_.files.open(options.file, options.format));
    Teller teller{messages_, options.progress};
    const auto report = ports_.import_catalogue.execute({.currency = options.currency}, *source, teller);
    teller.end_line();
    if (!report) return std::unexpected{report.error()};
    summarise(*report, seconds_since(start));
    return {};
}

void CatalogCommands::summarise(const catalog::ImportReport& report, double seconds) {
    const auto print = [this](const char* what, const catalog::ImportCounts& counts) {
        fmt::print(out_, "{:<12}{:>8} created {:>8} updated {:>8} unchanged\n", what, counts.created, counts.updated,
                   counts.unchanged);
    };
    print("products", report.products);
    print("variants", report.variants);
    print("categories", report.categories);
    fmt::print(out_, "{} rejected, {} notes; {} lines in {:.1f} s ({:.0f} lines/s)\n", report.rejected, report.remarks,
               report.lines, seconds, per_second(report.lines, seconds));
}

Result<void> CatalogExportCommand::execute(const ExportCatalogueOptions& options) {
    const auto start = SteadyClock::now();
    ORION_TRY(const auto writer, ports_.targets.create(options.file, options.format));
    ORION_TRY(const auto report, ports_.export_catalogue.execute(*writer));
    fmt::print(messages_, "{} products with {} variants, {} categories in {:.1f} s\n", report.products, report.variants,
               report.categories, seconds_since(start));
    return {};
}

}  // namespace orion::cli

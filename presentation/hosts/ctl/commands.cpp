#include "ctl/commands.hpp"

#include "orion/bridges/inventory_opening_stock.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalog_import/open_catalogue.hpp"
#include "orion/cli/catalog_commands.hpp"
#include "orion/cli/dead_letter_commands.hpp"
#include "orion/cli/stock_commands.hpp"
#include "orion/messaging/sql_dead_letters.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/persistence/shop_audit.hpp"

#include "ctl/catalogue_messages.hpp"
#include "process/foundation.hpp"
#include "process/host_arguments.hpp"
#include "process/shop.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <utility>

namespace orion::hosts {
namespace {

constexpr auto service = "orionctl";

int report(const Result<void>& result) {
    if (result) return exit_ok;
    fmt::print(stderr, "orionctl: {}: {}\n", result.error().code.text(), result.error().message);
    for (const auto& field : result.error().fields) fmt::print(stderr, "  {}: {}\n", field.field, field.message);
    return result.error().kind == ErrorKind::invalid ? exit_usage : exit_failure;
}

int migrate(const config::Settings& settings, bool dry_run) {
    const system::SystemClock clock;
    std::filesystem::create_directories(settings.data_directory);
    persistence::Migrator migrator{database_file(settings), persistence::embedded_migrations(schema_modules()), clock};
    const auto steps = dry_run ? migrator.pending() : migrator.migrate();
    if (!steps) return report(std::unexpected{steps.error()});
    for (const auto& step : *steps) {
        fmt::print("{} {} {:04} {}\n", dry_run ? "pending" : "applied", step.module, step.version, step.name);
    }
    if (steps->empty()) fmt::print("The schema is up to date.\n");
    return exit_ok;
}

int check(const config::Settings& settings) {
    Foundation foundation{settings, service};
    const auto audit = persistence::audit_shop(foundation.database, foundation.clock.now());
    fmt::print("{} orders, {} of them under way; {} SKUs; {} dead letters\n", audit.orders, audit.orders_under_way,
               audit.skus, audit.dead_letters);
    for (const auto& finding : audit.findings) {
        fmt::print("NOT TRUE: {}: {} {}\n", finding.rule, finding.subject, finding.detail);
    }
    if (audit.findings.empty()) fmt::print("Everything agrees.\n");
    return audit.findings.empty() ? exit_ok : exit_failure;
}

/// Runs `use` on inventory's use cases; what it changed shows in the catalogue when it returns.
int with_stock(const config::Settings& settings, const std::function<Result<void>(cli::StockCommands&)>& use) {
    Foundation foundation{settings, service};
    Shop shop{foundation};
    persistence::SociStockQueries queries{foundation.database};
    inventory::GetStock get{queries};
    inventory::ListStock list{queries};
    inventory::ReceiveStock receive{shop.inventory.store, foundation.clock};
    inventory::AdjustStock adjust{shop.inventory.store, foundation.clock};
    cli::StockCommands commands{{.get = get, .list = list, .receive = receive, .adjust = adjust}, std::cout};
    const auto outcome = use(commands);
    CatalogueMessages{shop}.settle();
    return report(outcome);
}

int import_catalogue(const config::Settings& settings, cli::ImportCatalogueOptions options) {
    Foundation foundation{settings, service};
    Shop shop{foundation};
    inventory::ReceiveStock receive{shop.inventory.store, foundation.clock};
    bridges::InventoryOpeningStock stock{receive};
    catalog::ImportCatalogue import{shop.catalog.store, stock, foundation.clock, foundation.ids};
    catalog_import::LocalCatalogueFiles files;
    cli::CatalogCommands commands{{.import_catalogue = import, .files = files}, std::cout, std::cerr};
    options.progress = isatty(STDERR_FILENO) == 1 ? cli::Progress::live : cli::Progress::quiet;
    const auto outcome = commands.import(options);
    CatalogueMessages{shop}.settle();
    return report(outcome);
}

int with_dead_letters(const config::Settings& settings,
                      const std::function<Result<void>(cli::DeadLetterCommands&)>& use) {
    Foundation foundation{settings, service};
    messaging::SqlDeadLetters letters{foundation.database, foundation.clock};
    cli::DeadLetterCommands commands{letters, std::cout};
    return report(use(commands));
}

void add_migrate(CLI::App& app, Command& chosen) {
    auto* const command = app.add_subcommand("migrate", "Bring the database to this version's schema");
    auto dry_run = std::make_shared<bool>(false);
    command->add_flag("--dry-run", *dry_run, "Only say what would be done");
    command->callback([&chosen, dry_run] {
        chosen = [dry_run](const config::Settings& settings) { return migrate(settings, *dry_run); };
    });
}

void add_catalog(CLI::App& app, Command& chosen) {
    auto* const catalog = app.add_subcommand("catalog", "Fill the catalogue")->require_subcommand(1);
    auto* const command = catalog->add_subcommand("import", "Bring the shop to what a file says");
    auto file = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>("auto");
    command->add_option("file", *file, "See docs/catalogue-files.md; may be packed with xz")->required();
    command->add_option("--format", *format, "auto, json, csv, magento, eshop or bestbuy-categories");
    command->callback([&chosen, file, format] {
        chosen = [file, format](const config::Settings& settings) {
            return import_catalogue(settings, {.file = *file, .format = *format, .currency = settings.shop.currency});
        };
    });
}

void add_stock(CLI::App& app, Command& chosen) {
    auto* const stock = app.add_subcommand("stock", "Look at stock and change it")->require_subcommand(1);

    auto show = std::make_shared<cli::ShowStockOptions>();
    auto low = std::make_shared<bool>(false);
    auto* command = stock->add_subcommand("show", "What is on hand, reserved and available");
    command->add_option("sku", show->sku, "Only this one");
    command->add_flag("--low", *low, "Only what is running out");
    command->callback([&chosen, show, low] {
        if (*low) show->filter = inventory::StockFilter::low;
        chosen = [show](const config::Settings& settings) {
            return with_stock(settings, [&](cli::StockCommands& commands) { return commands.show(*show); });
        };
    });

    auto receive = std::make_shared<cli::ReceiveStockOptions>();
    receive->actor = "orionctl";
    command = stock->add_subcommand("receive", "Take goods in, once per reference");
    command->add_option("sku", receive->sku)->required();
    command->add_option("quantity", receive->quantity)->required();
    command->add_option("--reference", receive->reference, "The delivery note")->required();
    command->callback([&chosen, receive] {
        chosen = [receive](const config::Settings& settings) {
            return with_stock(settings, [&](cli::StockCommands& commands) { return commands.receive(*receive); });
        };
    });

    auto adjust = std::make_shared<cli::AdjustStockOptions>();
    adjust->actor = "orionctl";
    command = stock->add_subcommand("adjust", "Correct what is on hand, by a difference");
    command->add_option("sku", adjust->sku)->required();
    command->add_option("delta", adjust->delta, "Such as 5 or -3")->required();
    command->add_option("--reason", adjust->reason)->required();
    command->callback([&chosen, adjust] {
        chosen = [adjust](const config::Settings& settings) {
            return with_stock(settings, [&](cli::StockCommands& commands) { return commands.adjust(*adjust); });
        };
    });
}

void add_dead_letters(CLI::App& app, Command& chosen) {
    auto* const letters =
        app.add_subcommand("dead-letters", "Messages that nobody could handle")->require_subcommand(1);
    letters->add_subcommand("list", "All of them")->callback([&chosen] {
        chosen = [](const config::Settings& settings) {
            return with_dead_letters(settings, [](cli::DeadLetterCommands& commands) { return commands.list(); });
        };
    });
    const auto add = [&](const char* name, const char* description,
                         Result<void> (cli::DeadLetterCommands::*act)(std::int64_t)) {
        auto number = std::make_shared<std::int64_t>(0);
        auto* const command = letters->add_subcommand(name, description);
        command->add_option("number", *number, "As `list` shows it")->required();
        command->callback([&chosen, number, act] {
            chosen = [number, act](const config::Settings& settings) {
                return with_dead_letters(settings,
                                         [&](cli::DeadLetterCommands& commands) { return (commands.*act)(*number); });
            };
        });
    };
    add("show", "One of them, with its attempts", &cli::DeadLetterCommands::show);
    add("replay", "Hand it to its consumer again", &cli::DeadLetterCommands::replay);
    add("drop", "Forget it", &cli::DeadLetterCommands::drop);
}

}  // namespace

void add_commands(CLI::App& app, Command& chosen) {
    app.require_subcommand(1);
    add_migrate(app, chosen);
    add_catalog(app, chosen);
    add_stock(app, chosen);
    add_dead_letters(app, chosen);
    app.add_subcommand("check", "Hold the shop's records against each other")->callback([&chosen] { chosen = check; });
}

}  // namespace orion::hosts

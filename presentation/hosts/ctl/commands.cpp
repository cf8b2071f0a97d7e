#include "ctl/commands.hpp"

#include "orion/bridges/inventory_opening_stock.hpp"
#include "orion/catalog/export_catalogue.hpp"
#include "orion/catalog/import_catalogue.hpp"
#include "orion/catalogue_files/create_catalogue.hpp"
#include "orion/catalogue_files/open_catalogue.hpp"
#include "orion/cli/catalog_commands.hpp"
#include "orion/cli/dead_letter_commands.hpp"
#include "orion/cli/stock_commands.hpp"
#include "orion/persistence/catalog/soci_catalogue_archive.hpp"
#include "orion/persistence/migrations.hpp"
#include "orion/persistence/shop_audit.hpp"
#include "orion/ports/performer.hpp"
#include "orion/secrets/sealed_file.hpp"

#include "ctl/catalogue_messages.hpp"
#include "ctl/key_commands.hpp"
#include "process/broker.hpp"
#include "process/foundation.hpp"
#include "process/host_arguments.hpp"
#include "process/shop.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <string>
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

enum class Migrate { now, not_really };

int migrate(const config::Settings& settings, Migrate how) {
    const system::SystemClock clock;
    std::filesystem::create_directories(settings.data_directory);
    std::size_t count = 0;
    for (const auto& home : homes(settings)) {
        auto schema = migrator(home, settings, clock);
        const auto steps = how == Migrate::not_really ? schema.pending() : schema.migrate();
        if (!steps) return report(std::unexpected{steps.error()});
        count += steps->size();
        for (const auto& step : *steps) {
            fmt::print("{} {} {:04} {}\n", how == Migrate::not_really ? "pending" : "applied", step.module,
                       step.version, step.name);
        }
    }
    if (count == 0) fmt::print("The schema is up to date.\n");
    return exit_ok;
}

int check(const config::Settings& settings) {
    Foundation foundation{settings, service};
    auto& databases = foundation.databases;
    const auto audit = persistence::audit_shop({.ordering = databases.of("ordering"),
                                                .inventory = databases.of("inventory"),
                                                .billing = databases.of("billing")},
                                               foundation.clock.now());
    fmt::print("{} orders, {} of them under way; {} SKUs; {} dead letters\n", audit.orders, audit.orders_under_way,
               audit.skus, audit.dead_letters);
    for (const auto& finding : audit.findings) {
        fmt::print("NOT TRUE: {}: {} {}\n", finding.rule, finding.subject, finding.detail);
    }
    if (audit.findings.empty()) fmt::print("Everything agrees.\n");
    return audit.findings.empty() ? exit_ok : exit_failure;
}

enum class Effect { none, changes_stock };

/// Runs `use` on inventory's use cases; what it changed shows in the catalogue when it returns.
int with_stock(const config::Settings& settings, Effect effect,
               const std::function<Result<void>(cli::StockCommands&)>& use) {
    Foundation foundation{settings, service};
    Shop shop{foundation};
    persistence::SociStockQueries queries{foundation.databases.of("inventory")};
    inventory::GetStock get{queries};
    inventory::ListStock list{queries};
    inventory::ReceiveStock receive{shop.inventory.store, foundation.clock};
    inventory::AdjustStock adjust{shop.inventory.store, foundation.clock};
    cli::StockCommands commands{{.get = get, .list = list, .receive = receive, .adjust = adjust}, std::cout};
    CatalogueMessages messages{shop};
    const auto outcome = use(commands);
    if (const int code = report(outcome); code != exit_ok || effect == Effect::none) return code;
    return report(messages.settle());
}

int import_catalogue(const config::Settings& settings, cli::ImportCatalogueOptions options) {
    Foundation foundation{settings, service};
    Shop shop{foundation};
    inventory::ReceiveStock receive{shop.inventory.store, foundation.clock};
    bridges::InventoryOpeningStock stock{receive};
    catalog::ImportCatalogue import{shop.catalog.store, stock, foundation.clock, foundation.ids};
    catalogue_files::LocalCatalogueFiles files;
    cli::CatalogCommands commands{{.import_catalogue = import, .files = files}, std::cout, std::cerr};
    options.progress = isatty(STDERR_FILENO) == 1 ? cli::Progress::live : cli::Progress::quiet;
    CatalogueMessages messages{shop};
    const auto outcome = commands.import(options);
    const auto settled = messages.settle();
    return report(outcome ? settled : outcome);
}

int export_catalogue(const config::Settings& settings, const cli::ExportCatalogueOptions& options) {
    Foundation foundation{settings, service};
    const persistence::SociCatalogueArchive archive{foundation.databases.of("catalog")};
    catalog::ExportCatalogue use_case{archive};
    catalogue_files::LocalCatalogueTargets targets;
    return report(
        cli::CatalogExportCommand{{.export_catalogue = use_case, .targets = targets}, std::cerr}.execute(options));
}

int with_dead_letters(const config::Settings& settings,
                      const std::function<Result<void>(cli::DeadLetterCommands&)>& use) {
    Foundation foundation{settings, service};
    const auto letters = Broker{foundation}.dead_letters();
    cli::DeadLetterCommands commands{*letters, std::cout};
    return report(use(commands));
}

int with_users(const config::Settings& settings, const std::function<Result<void>(cli::UserCommands&)>& use) {
    Foundation foundation{settings, service};
    IdentityModule identity{foundation};
    cli::UserCommands commands{{.create_user = identity.create_user,
                                .list_users = identity.list_users,
                                .change_role = identity.change_role,
                                .disable_user = identity.disable_user,
                                .reset_second_factor = identity.reset_second_factor,
                                .reseal_second_factors = identity.reseal_second_factors,
                                .random_tokens = identity.security.random_tokens},
                               std::cout};
    return report(use(commands));
}

int with_audit(const config::Settings& settings, const std::function<Result<void>(cli::AuditCommands&)>& use) {
    Foundation foundation{settings, service};
    AuditModule audit{foundation};
    cli::AuditCommands commands{{.verify = audit.verify, .list = audit.list_entries}, std::cout};
    return report(use(commands));
}

int refuse(const std::string& reason) {
    fmt::print(stderr, "orionctl: {}\n", reason);
    return exit_usage;
}

/// The secret is what stands on the standard input: a command line can be read by others.
int seal_secret(const config::Settings& settings, const std::string& file, const std::string& name) {
    const auto key = settings.secrets.sealing_key.value;
    if (!key) return refuse("secrets.sealing_key is not set");
    std::string text{std::istreambuf_iterator<char>{std::cin}, std::istreambuf_iterator<char>{}};
    while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
    const Secret secret{std::move(text)};
    if (secret.expose().empty()) return refuse("there is no secret on the standard input");
    const auto sealed = secrets::SealedFile{file, *key}.seal(name, secret);
    if (!sealed) return refuse(file + ": " + sealed.error());
    fmt::print("sealed:{}#{}\n", file, name);
    return exit_ok;
}

int show_secret_names(const std::string& file) {
    const auto names = secrets::SealedFile::names(file);
    if (!names) return refuse(file + ": " + names.error());
    for (const auto& name : *names) fmt::print("{}\n", name);
    return exit_ok;
}

}  // namespace

Commands::Commands(CLI::App& app) {
    app.require_subcommand(1);
    add_migrate(app);
    add_catalog(app);
    add_stock(app);
    add_dead_letters(app);
    add_keys(app);
    add_users(app);
    add_secrets(app);
    add_audit(app);
    app.add_subcommand("check", "Hold the shop's records against each other")->callback([this] { chosen_ = check; });
}

int Commands::run(config::Settings settings) const {
    // A person reads what the tool prints, not what its modules did on the way.
    settings.log.level = std::max(settings.log.level, LogLevel::warning);
    const PerformerScope operator_of_the_machine{{.actor = "operator:" + std::to_string(getuid())}};
    return chosen_(settings);
}

void Commands::add_migrate(CLI::App& app) {
    auto* const command = app.add_subcommand("migrate", "Bring the database to this version's schema");
    command->add_flag("--dry-run", dry_run_, "Only say what would be done");
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return migrate(settings, dry_run_ ? Migrate::not_really : Migrate::now);
        };
    });
}

void Commands::add_catalog(CLI::App& app) {
    auto* const catalog = app.add_subcommand("catalog", "Fill and save the catalogue")->require_subcommand(1);
    auto* command = catalog->add_subcommand("import", "Bring the shop to what a file says");
    command->add_option("file", file_, "See docs/catalogue-files.md; may be packed with xz")->required();
    command->add_option("--format", format_, "auto, json, csv, magento, eshop or bestbuy-categories");
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return import_catalogue(settings, {.file = file_, .format = format_, .currency = settings.shop.currency});
        };
    });

    command = catalog->add_subcommand("export", "Write the whole catalogue to a file that import understands");
    command->add_option("file", export_.file, "By default the standard output");
    command->add_option("--format", export_.format, "json (by default) or csv");
    command->callback(
        [this] { chosen_ = [this](const config::Settings& settings) { return export_catalogue(settings, export_); }; });
}

void Commands::add_stock(CLI::App& app) {
    auto* const stock = app.add_subcommand("stock", "Look at stock and change it")->require_subcommand(1);
    const auto add = [this, stock](const char* name, const char* description, Effect effect,
                                   const std::function<Result<void>(cli::StockCommands&)>& act) {
        auto* const command = stock->add_subcommand(name, description);
        command->callback([this, effect, act] {
            chosen_ = [effect, act](const config::Settings& settings) { return with_stock(settings, effect, act); };
        });
        return command;
    };

    auto* command =
        add("show", "What is on hand, reserved and available", Effect::none, [this](cli::StockCommands& commands) {
            if (low_) show_.filter = inventory::StockFilter::low;
            return commands.show(show_);
        });
    command->add_option("sku", show_.sku, "Only this one");
    command->add_flag("--low", low_, "Only what is running out");

    command = add("receive", "Take goods in, once per reference", Effect::changes_stock,
                  [this](cli::StockCommands& commands) { return commands.receive(receive_); });
    command->add_option("sku", receive_.sku)->required();
    command->add_option("quantity", receive_.quantity)->required();
    command->add_option("--reference", receive_.reference, "The delivery note")->required();

    command = add("adjust", "Correct what is on hand, by a difference", Effect::changes_stock,
                  [this](cli::StockCommands& commands) { return commands.adjust(adjust_); });
    command->add_option("sku", adjust_.sku)->required();
    command->add_option("delta", adjust_.delta, "Such as 5 or -3")->required();
    command->add_option("--reason", adjust_.reason)->required();
}

void Commands::add_dead_letters(CLI::App& app) {
    auto* const letters =
        app.add_subcommand("dead-letters", "Messages that nobody could handle")->require_subcommand(1);
    letters->add_subcommand("list", "All of them")->callback([this] {
        chosen_ = [](const config::Settings& settings) {
            return with_dead_letters(settings, [](cli::DeadLetterCommands& commands) { return commands.list(); });
        };
    });
    const auto add = [this, letters](const char* name, const char* description,
                                     Result<void> (cli::DeadLetterCommands::*act)(std::int64_t)) {
        auto* const command = letters->add_subcommand(name, description);
        command->add_option("number", number_, "As `list` shows it")->required();
        command->callback([this, act] {
            chosen_ = [this, act](const config::Settings& settings) {
                return with_dead_letters(
                    settings, [this, act](cli::DeadLetterCommands& commands) { return (commands.*act)(number_); });
            };
        });
    };
    add("show", "One of them, with its attempts", &cli::DeadLetterCommands::show);
    add("replay", "Hand it to its consumer again", &cli::DeadLetterCommands::replay);
    add("drop", "Forget it", &cli::DeadLetterCommands::drop);
}

void Commands::add_users(CLI::App& app) {
    auto* const users = app.add_subcommand("user", "People with accounts")->require_subcommand(1);
    const auto add = [this, users](const char* name, const char* description,
                                   const std::function<Result<void>(cli::UserCommands&)>& act) {
        auto* const command = users->add_subcommand(name, description);
        command->callback(
            [this, act] { chosen_ = [act](const config::Settings& settings) { return with_users(settings, act); }; });
        return command;
    };

    auto* command = add("create", "Make an account with a random password, which is shown once",
                        [this](cli::UserCommands& commands) { return commands.create(create_user_); });
    command->add_option("email", create_user_.email)->required();
    command->add_option("--name", create_user_.name)->required();
    command->add_option("--role", create_user_.role, "customer (by default), staff, manager or admin");

    command = add("role", "Give somebody another role",
                  [this](cli::UserCommands& commands) { return commands.change_role(change_role_); });
    command->add_option("email", change_role_.email)->required();
    command->add_option("role", change_role_.role, "customer, staff, manager or admin")->required();

    command = add("disable", "Keep somebody out, and end every session and token",
                  [this](cli::UserCommands& commands) { return commands.disable(email_); });
    command->add_option("email", email_)->required();

    command = add("reset-second-factor", "Let somebody who lost their app and recovery codes in by password alone",
                  [this](cli::UserCommands& commands) { return commands.reset_second_factor(email_); });
    command->add_option("email", email_)->required();

    add("reseal", "Seal the secrets of all authenticator apps with the server secret of now",
        [](cli::UserCommands& commands) { return commands.reseal(); });
}

void Commands::add_keys(CLI::App& app) {
    auto* const keys =
        app.add_subcommand("keys", "What access tokens are signed with; running hosts follow")->require_subcommand(1);
    keys->add_subcommand("list", "All of them, oldest first")->callback([this] {
        chosen_ = [](const config::Settings& settings) { return report(list_keys(settings)); };
    });

    auto* command = keys->add_subcommand("rotate", "Make the next one; what the others signed stays valid");
    command->add_option("--after", signs_after_s_, "When it begins to sign, in seconds; others may learn of it before")
        ->check(CLI::Range(0, 86'400));
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return report(rotate_keys(settings, std::chrono::seconds{signs_after_s_}));
        };
    });

    command = keys->add_subcommand("retire", "Refuse what a key has signed, because somebody else has it");
    command->add_option("key", key_, "As `list` shows it")->required();
    command->callback(
        [this] { chosen_ = [this](const config::Settings& settings) { return report(retire_key(settings, key_)); }; });
}

void Commands::add_audit(CLI::App& app) {
    auto* const audit = app.add_subcommand("audit", "Who did what")->require_subcommand(1);
    auto* command = audit->add_subcommand("verify", "Whether the log is what was written, entry by entry");
    command->add_option("--expect", verify_audit_.expect, "The head that was noted before; it has to be there still");
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return with_audit(settings,
                              [this](cli::AuditCommands& commands) { return commands.verify(verify_audit_); });
        };
    });
    command = audit->add_subcommand("list", "The last entries, the newest first");
    command->add_option("--limit", list_audit_.limit, "20 by default")->check(CLI::Range(1, 10'000));
    command->add_option("--actor", list_audit_.actor, "Such as user:ID");
    command->add_option("--act", list_audit_.act, "Such as role_changed");
    command->add_option("--subject", list_audit_.subject, "Such as user:ID");
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return with_audit(settings, [this](cli::AuditCommands& commands) { return commands.list(list_audit_); });
        };
    });
}

void Commands::add_secrets(CLI::App& app) {
    auto* const secrets = app.add_subcommand("secrets", "Secrets in an encrypted file")->require_subcommand(1);
    auto* command = secrets->add_subcommand("seal", "Add or replace what is given on the standard input");
    command->add_option("file", sealed_file_)->required();
    command->add_option("name", secret_name_)->required();
    command->callback([this] {
        chosen_ = [this](const config::Settings& settings) {
            return seal_secret(settings, sealed_file_, secret_name_);
        };
    });
    command = secrets->add_subcommand("show-names", "Which secrets a file holds; needs no key");
    command->add_option("file", sealed_file_)->required();
    command->callback(
        [this] { chosen_ = [this](const config::Settings&) { return show_secret_names(sealed_file_); }; });
}

}  // namespace orion::hosts

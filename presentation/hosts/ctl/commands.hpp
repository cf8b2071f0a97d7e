#pragma once

#include "orion/cli/audit_commands.hpp"
#include "orion/cli/catalog_commands.hpp"
#include "orion/cli/stock_commands.hpp"
#include "orion/cli/user_commands.hpp"
#include "orion/config/settings.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): not ours
class App;
}

namespace orion::hosts {

/// The subcommands of `orionctl`.
class Commands {
public:
    /// Adds them to `app`, which this must outlive.
    explicit Commands(CLI::App& app);
    Commands(const Commands&) = delete;
    Commands& operator=(const Commands&) = delete;

    /// After parsing: does what the command line asked for and returns the exit code.
    int run(config::Settings settings) const;

private:
    void add_migrate(CLI::App& app);
    void add_catalog(CLI::App& app);
    void add_stock(CLI::App& app);
    void add_dead_letters(CLI::App& app);
    void add_keys(CLI::App& app);
    void add_users(CLI::App& app);
    void add_secrets(CLI::App& app);
    void add_audit(CLI::App& app);

    std::function<int(const config::Settings&)> chosen_;
    bool dry_run_ = false;
    bool low_ = false;
    std::string file_;
    std::string format_ = "auto";
    cli::ExportCatalogueOptions export_;
    cli::ShowStockOptions show_;
    cli::ReceiveStockOptions receive_{.sku = {}, .quantity = 0, .reference = {}, .actor = "orionctl"};
    cli::AdjustStockOptions adjust_{.sku = {}, .delta = 0, .reason = {}, .actor = "orionctl"};
    std::int64_t number_ = 0;
    std::int64_t signs_after_s_ = 60;
    std::string key_;
    cli::CreateUserOptions create_user_;
    cli::ChangeRoleOptions change_role_;
    std::string email_;
    std::string sealed_file_;
    std::string secret_name_;
    cli::VerifyAuditOptions verify_audit_;
    cli::ListAuditOptions list_audit_;
};

}  // namespace orion::hosts

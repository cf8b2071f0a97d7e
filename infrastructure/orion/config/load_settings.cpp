#include "orion/config/load_settings.hpp"

#include "orion/config/live_secrets.hpp"
#include "orion/config/log_level_names.hpp"
#include "orion/config/production_profile.hpp"
#include "orion/config/settings_table.hpp"
#include "orion/kernel/email.hpp"
#include "orion/secrets/secret_reader.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <ranges>
#include <type_traits>
#include <utility>
#include <variant>

namespace orion::config {
namespace {

using std::chrono::milliseconds;

/// A number or a truth value only where the source has them (TOML).
using RawValue = std::variant<std::string, std::int64_t, bool>;

constexpr std::array<std::string_view, 8> worker_modules{"catalog", "carts",    "ordering",      "inventory",
                                                         "billing", "identity", "notifications", "audit"};

const Setting* find_setting(std::string_view key) {
    const auto table = settings_table();
    const auto found = std::ranges::find(table, key, &Setting::key);
    return found == table.end() ? nullptr : &*found;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

bool assign_text(const Setting& setting, const std::string& text, std::string& target) {
    const auto length = static_cast<std::int64_t>(text.size());
    if (length < setting.min || length > setting.max || text.find('\0') != std::string::npos) return false;
    target = text;
    return true;
}

bool assign_text(const Setting&, const std::string& text, Currency& target) {
    const auto currency = Currency::parse(text);
    if (currency) target = *currency;
    return currency.has_value();
}

bool assign_text(const Setting&, const std::string& text, LogLevel& target) {
    const auto level = log_level_of(text);
    if (level) target = *level;
    return level.has_value();
}

bool assign_text(const Setting&, const std::string& text, Profile& target) {
    if (text != "development" && text != "production") return false;
    target = text == "production" ? Profile::production : Profile::development;
    return true;
}

bool assign_text(const Setting&, const std::string& text, SecretSetting& target) {
    if (!text.empty() && !secrets::is_reference(text)) return false;
    target = {.reference = text, .value = {}, .source = {}};
    return true;
}

template <class Value>
bool assign_number(const Setting& setting, std::int64_t number, Value& target) {
    if (number < setting.min || number > setting.max) return false;
    if constexpr (std::is_same_v<Value, milliseconds>)
        target = number * setting.unit();
    else
        target = static_cast<Value>(number);
    return true;
}

template <class Value>
constexpr bool is_number =
    std::is_same_v<Value, int> || std::is_same_v<Value, std::size_t> || std::is_same_v<Value, milliseconds>;

template <class Value>
RawValue raw_value(const std::string& text) {
    if constexpr (is_number<Value>) {
        if (const auto number = whole_number(text)) return *number;
    }
    if constexpr (std::is_same_v<Value, bool>) {
        if (text == "true" || text == "false") return text == "true";
    }
    return text;
}

class Loader {
public:
    void assign_typed(const std::string& source, std::string_view key, const RawValue& raw) {
        const auto* const setting = find_setting(key);
        if (setting == nullptr) return unknown(source, key);
        const bool assigned = std::visit(
            [&]<class Value>(Value& (*target)(Settings&)) {
                auto& place = target(loaded_.settings);
                if constexpr (is_number<Value>) {
                    const auto* const number = std::get_if<std::int64_t>(&raw);
                    return number != nullptr && assign_number(*setting, *number, place);
                } else if constexpr (std::is_same_v<Value, bool>) {
                    const auto* const flag = std::get_if<bool>(&raw);
                    if (flag != nullptr) place = *flag;
                    return flag != nullptr;
                } else {
                    const auto* const text = std::get_if<std::string>(&raw);
                    return text != nullptr && assign_text(*setting, *text, place);
                }
            },
            setting->target);
        if (assigned)
            loaded_.origins[std::string{key}] = source;
        else
            refuse(source, *setting);
    }

    /// From a source that knows only texts.
    void assign_untyped(const std::string& source, std::string_view key, const std::string& text) {
        const auto* const setting = find_setting(key);
        if (setting == nullptr) return unknown(source, key);
        assign_typed(source, key,
                     std::visit([&text]<class Value>(Value& (*)(Settings&)) { return raw_value<Value>(text); },
                                setting->target));
    }

    void unknown(const std::string& source, std::string_view key) { problem(source, key, "there is no such setting"); }

    void problem(const std::string& source, std::string_view key, std::string message) {
        problems_.push_back({source, std::string{key}, std::move(message)});
    }

    std::string origin_of(std::string_view key) const {
        const auto found = loaded_.origins.find(key);
        return found == loaded_.origins.end() ? "default" : found->second;
    }

    bool has_secret_at(std::string_view reference) {
        return std::ranges::any_of(settings_table(), [&](const Setting& setting) {
            const auto* const target = std::get_if<SecretSetting& (*)(Settings&)>(&setting.target);
            return target != nullptr && (*target)(loaded_.settings).reference == reference;
        });
    }

    void resolve_secrets(const std::map<std::string, std::string>& environment);
    void check_together();

    std::expected<LoadedSettings, std::vector<Problem>> finish() && {
        std::ranges::copy(production_problems(loaded_), std::back_inserter(problems_));
        if (!problems_.empty()) return std::unexpected{std::move(problems_)};
        return std::move(loaded_);
    }

private:
    void resolve_secret(secrets::SecretReader& reader, const Setting& setting, SecretSetting& secret);
    void check_urls();
    void check_modules();
    void check_auth();
    void check_mail();
    void refuse(const std::string& source, const Setting& setting) {
        problem(source, setting.key, "expected " + expectation(setting));
    }

    LoadedSettings loaded_;
    std::vector<Problem> problems_;
};

void read_table(Loader& loader, const std::string& file, const std::string& prefix, const toml::table& table) {
    for (const auto& [name, node] : table) {
        const auto key = prefix + std::string{name.str()};
        const auto source = fmt::format("{}:{}", file, node.source().begin.line);
        if (const auto* const section = node.as_table())
            read_table(loader, file, key + '.', *section);
        else if (const auto* const text = node.as_string())
            loader.assign_typed(source, key, text->get());
        else if (const auto* const number = node.as_integer())
            loader.assign_typed(source, key, number->get());
        else if (const auto* const flag = node.as_boolean())
            loader.assign_typed(source, key, flag->get());
        else if (const auto* const setting = find_setting(key))
            loader.problem(source, key, "expected " + expectation(*setting));
        else
            loader.unknown(source, key);
    }
}

void read_file(Loader& loader, const std::string& file) {
    try {
        read_table(loader, file, "", toml::parse_file(file));
    } catch (const toml::parse_error& error) {
        const auto line = error.source().begin.line;
        loader.problem(line == 0 ? file : fmt::format("{}:{}", file, line), "", std::string{error.description()});
    }
}

void read_environment(Loader& loader, const std::map<std::string, std::string>& environment) {
    for (const auto& setting : settings_table()) {
        const auto found = environment.find(setting.environment_name());
        if (found != environment.end()) loader.assign_untyped(found->first, setting.key, found->second);
    }
}

// After every source was read, since any of them may name a variable as the home of a secret.
void refuse_unknown_variables(Loader& loader, const std::map<std::string, std::string>& environment) {
    for (const auto& [name, value] : environment) {
        const bool is_ours =
            name.starts_with("ORION_") && name != "ORION_CONFIG" && !loader.has_secret_at("env:" + name);
        const bool is_known = std::ranges::any_of(
            settings_table(), [&name](const Setting& setting) { return setting.environment_name() == name; });
        if (is_ours && !is_known) loader.problem(name, "", "there is no such setting");
    }
}

void read_assignments(Loader& loader, const std::vector<std::string>& assignments) {
    for (const auto& assignment : assignments) {
        const auto equals = assignment.find('=');
        if (equals == std::string::npos)
            loader.problem("--set", assignment, "expected key=value");
        else
            loader.assign_untyped("--set", assignment.substr(0, equals), assignment.substr(equals + 1));
    }
}

void Loader::resolve_secrets(const std::map<std::string, std::string>& environment) {
    const auto resolve = [this](secrets::SecretReader reader, bool are_for_reading) {
        for (const auto& setting : settings_table()) {
            const auto* const target = std::get_if<SecretSetting& (*)(Settings&)>(&setting.target);
            if (target == nullptr || (setting.section() == "secrets") != are_for_reading) continue;
            auto& secret = (*target)(loaded_.settings);
            if (!secret.reference.empty()) resolve_secret(reader, setting, secret);
        }
    };
    resolve(secrets::SecretReader{{.environment = environment}}, true);
    resolve(reader_of(loaded_.settings, environment), false);
}

void Loader::resolve_secret(secrets::SecretReader& reader, const Setting& setting, SecretSetting& secret) {
    auto read = reader.read(secret.reference);
    if (!read)
        problem(origin_of(setting.key), setting.key,
                fmt::format("nothing can be read at {}: {}", secret.reference, read.error()));
    else if (std::cmp_less(read->expose().size(), setting.min) || std::cmp_greater(read->expose().size(), setting.max))
        problem(origin_of(setting.key), setting.key,
                fmt::format("a secret of {} to {} bytes is needed", setting.min, setting.max));
    else
        secret.source = *(secret.value = *std::move(read));
}

/// Nothing if `url` is empty or begins as it must. A password in it would be shown wherever settings are.
std::optional<std::string> problem_of_url(std::string_view url, std::string_view scheme) {
    if (url.empty()) return std::nullopt;
    if (!url.starts_with(scheme)) return fmt::format("must begin with {}", scheme);
    const auto authority = url.substr(scheme.size(), url.find_first_of("/?", scheme.size()) - scheme.size());
    const auto at = authority.rfind('@');
    if (at != std::string_view::npos && authority.substr(0, at).contains(':'))
        return "must not hold a password; it has a setting of its own";
    if (url.contains("password=")) return "must not hold a password; it has a setting of its own";
    return std::nullopt;
}

void Loader::check_urls() {
    for (const auto& [key, scheme] : std::to_array<std::pair<std::string_view, std::string_view>>({
             {"database.url", "postgresql://"},
             {"database.direct_url", "postgresql://"},
             {"database.catalog_url", "postgresql://"},
             {"database.carts_url", "postgresql://"},
             {"database.ordering_url", "postgresql://"},
             {"database.inventory_url", "postgresql://"},
             {"database.billing_url", "postgresql://"},
             {"database.identity_url", "postgresql://"},
             {"database.notifications_url", "postgresql://"},
             {"database.audit_url", "postgresql://"},
             {"messaging.broker_url", "amqp://"},
             {"cache.redis_url", "redis://"},
             {"mail.smtp_url", loaded_.settings.mail.smtp_url.starts_with("smtps:") ? "smtps://" : "smtp://"},
         })) {
        const auto& url = std::get<std::string& (*)(Settings&)>(find_setting(key)->target)(loaded_.settings);
        if (auto found = problem_of_url(url, scheme)) problem(origin_of(key), key, *std::move(found));
    }
}

void Loader::check_modules() {
    for (const auto part : std::views::split(loaded_.settings.worker.modules, ',')) {
        const std::string_view module{part};
        if (std::ranges::find(worker_modules, module) == worker_modules.end())
            problem(origin_of("worker.modules"), "worker.modules",
                    "must be some of catalog, carts, ordering, inventory, billing, identity, notifications and audit");
    }
}

void Loader::check_auth() {
    const auto& auth = loaded_.settings.auth;
    const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (!std::ranges::all_of(auth.issuer, is_plain))
        problem(origin_of("auth.issuer"), "auth.issuer", "must be visible ASCII without quotes and backslashes");
    if (auth.second_factor != "optional" && auth.second_factor != "admins" && auth.second_factor != "staff")
        problem(origin_of("auth.second_factor"), "auth.second_factor", "must be optional, admins or staff");
    if (!std::ranges::all_of(auth.audience, is_plain))
        problem(origin_of("auth.audience"), "auth.audience", "must be visible ASCII without quotes and backslashes");
}

void Loader::check_mail() {
    const auto& url = loaded_.settings.shop.url;
    const bool is_web = url.starts_with("http://") || url.starts_with("https://");
    if (!is_web || url.ends_with('/') || !std::ranges::all_of(url, [](char c) { return c > ' ' && c <= '~'; }))
        problem(origin_of("shop.url"), "shop.url", "must be an http or https address without a slash at its end");
    if (!Email::parse(loaded_.settings.mail.from))
        problem(origin_of("mail.from"), "mail.from", "must be an e-mail address");
}

// What no range of a single key can say.
void Loader::check_together() {
    check_urls();
    check_modules();
    check_auth();
    check_mail();
    const auto& database = loaded_.settings.database;
    if (database.transaction_pooling && database.direct_url.empty())
        problem(origin_of("database.direct_url"), "database.direct_url", "is needed with database.transaction_pooling");
    if (!database.direct_url.empty() && database.url.empty())
        problem(origin_of("database.direct_url"), "database.direct_url", "needs database.url");

    const auto& payments = loaded_.settings.payments;
    if (payments.gateway != "sandbox")
        problem(origin_of("payments.gateway"), "payments.gateway", "there is only the sandbox");
    const auto& messaging = loaded_.settings.messaging;
    const auto longest_payment = (payments.retries + 1) * payments.timeout + payments.retries * payments.retry_cap;
    if (messaging.handling_limit <= longest_payment)
        problem(origin_of("messaging.handling_limit_s"), "messaging.handling_limit_s",
                "must be longer than a payment with its retries");
    if (payments.reconcile_after <= longest_payment)
        problem(origin_of("payments.reconcile_after_s"), "payments.reconcile_after_s",
                "must be longer than a payment with its retries");
    if (payments.retry_base > payments.retry_cap)
        problem(origin_of("payments.retry_base_ms"), "payments.retry_base_ms",
                "must not be above payments.retry_cap_ms");
    if (messaging.retry_base > messaging.retry_cap)
        problem(origin_of("messaging.retry_base_ms"), "messaging.retry_base_ms",
                "must not be above messaging.retry_cap_ms");
    if (loaded_.settings.http.answer_timeout <= std::chrono::seconds{30})
        problem(origin_of("http.answer_timeout_ms"), "http.answer_timeout_ms",
                "must be longer than the 30 s that Prefer: wait may hold an answer");
    if (loaded_.settings.checkout.reservation <= loaded_.settings.checkout.deadline)
        problem(origin_of("checkout.reservation_minutes"), "checkout.reservation_minutes",
                "must be longer than checkout.deadline_s");
}

}  // namespace

std::expected<LoadedSettings, std::vector<Problem>> load_settings(const Sources& sources) {
    Loader loader;
    if (sources.file) read_file(loader, *sources.file);
    read_environment(loader, sources.environment);
    read_assignments(loader, sources.assignments);
    for (const auto& override : sources.overrides) loader.assign_untyped(override.source, override.key, override.value);
    refuse_unknown_variables(loader, sources.environment);
    if (sources.secrets == SecretValues::read) loader.resolve_secrets(sources.environment);
    loader.check_together();
    return std::move(loader).finish();
}

std::map<std::string, std::string> process_environment() {
    std::map<std::string, std::string> environment;
    for (char** entry = ::environ; *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        const auto equals = text.find('=');
        if (equals != std::string_view::npos) environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return environment;
}

std::string to_string(const Problem& problem) {
    return problem.key.empty() ? fmt::format("{}: {}", problem.source, problem.message)
                               : fmt::format("{}: {}: {}", problem.source, problem.key, problem.message);
}

}  // namespace orion::config

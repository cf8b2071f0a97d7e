#include "orion/config/production_profile.hpp"

#include "orion/config/settings_table.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace orion::config {
namespace {

constexpr std::size_t secret_bytes_min = 16;
constexpr std::size_t distinct_bytes_min = 6;

/// What secrets are made of in examples, in defaults and on keyboards.
constexpr auto giveaways = std::to_array<std::string_view>(
    {"changeme", "change-me", "change_me", "example", "password", "passwort", "secret", "default", "insecure", "guest",
     "qwerty", "letmein", "0123456789", "123456789", "abcdefgh", "your-key", "your_key", "test-key"});

std::string in_lower_case(std::string_view text) {
    std::string lower{text};
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool looks_made_up(const Secret& secret) {
    const Secret lower{in_lower_case(secret.expose())};
    const auto& text = lower.expose();
    const std::set<char> distinct{text.begin(), text.end()};
    return distinct.size() < distinct_bytes_min ||
           std::ranges::any_of(giveaways, [&text](std::string_view giveaway) { return text.contains(giveaway); });
}

bool is_private(std::uint32_t ip) {
    const auto begins = [ip](std::uint32_t network, int bits) {
        return (ip >> (32 - bits)) == (network >> (32 - bits));
    };
    return begins(0x7f000000, 8) || begins(0x0a000000, 8) || begins(0xac100000, 12) || begins(0xc0a80000, 16);
}

/// Whether only this machine or a private network reaches `address`. A name, or every interface, may be anything.
bool is_out_of_reach(const std::string& address) {
    in_addr four{};
    if (inet_pton(AF_INET, address.c_str(), &four) == 1) return is_private(ntohl(four.s_addr));
    in6_addr six{};
    if (inet_pton(AF_INET6, address.c_str(), &six) == 1)
        return IN6_IS_ADDR_LOOPBACK(&six) || (six.s6_addr[0] & 0xfeU) == 0xfcU;
    return address == "localhost";
}

/// What OWASP's password storage cheat sheet asks of argon2id at least.
constexpr int hash_memory_kib_min = 19 * 1024;
constexpr int hash_passes_min = 2;

class Inspection {
public:
    explicit Inspection(const LoadedSettings& loaded) : loaded_{loaded}, settings_{loaded.settings} {}

    std::vector<Problem> problems() && {
        inspect_secrets();
        inspect_engines();
        inspect_money();
        inspect_accounts();
        inspect_address();
        return std::move(problems_);
    }

private:
    void refuse(std::string_view key, std::string message) {
        const auto origin = loaded_.origins.find(key);
        problems_.push_back({origin == loaded_.origins.end() ? "default" : origin->second, std::string{key},
                             "in production, " + std::move(message)});
    }

    void inspect_secrets() {
        for (const auto& setting : settings_table()) {
            const auto* const target = std::get_if<SecretSetting& (*)(Settings&)>(&setting.target);
            if (target == nullptr) continue;
            const auto& secret = (*target)(settings_);
            if (secret.reference.starts_with("env:"))
                refuse(setting.key, "a secret must not lie in the environment, which others can read");
            if (!secret.value) continue;
            if (secret.value->expose().size() < secret_bytes_min)
                refuse(setting.key, fmt::format("a secret has {} bytes or more", secret_bytes_min));
            if (looks_made_up(*secret.value))
                refuse(setting.key, "a secret must not be a default, an example or a pattern");
        }
    }

    void inspect_engines() {
        const auto wanted = [this](const std::string& url, std::string_view key, const SecretSetting& password) {
            if (!url.empty() && password.reference.empty()) refuse(key, "the server must want a password");
        };
        wanted(settings_.database.url, "database.password", settings_.database.password);
        wanted(settings_.messaging.broker_url, "messaging.broker_password", settings_.messaging.broker_password);
        wanted(settings_.cache.redis_url, "cache.redis_password", settings_.cache.redis_password);
    }

    void inspect_money() {
        if (settings_.payments.gateway == "sandbox")
            refuse("payments.gateway", "the sandbox must not be what payments go to: it takes no money");
    }

    void inspect_accounts() {
        if (settings_.mail.smtp_url.empty()) refuse("mail.smtp_url", "mails must reach people, not a folder");
        if (settings_.mail.from.ends_with(".invalid"))
            refuse("mail.from", "mails must come from an address of the shop");
        if (!settings_.shop.url.starts_with("https://"))
            refuse("shop.url", "links in mails bring secrets along: they must lead to https");
        if (settings_.auth.hash_memory_kib < hash_memory_kib_min)
            refuse("auth.hash_memory_kib", fmt::format("hashing a password takes {} KiB or more", hash_memory_kib_min));
        if (settings_.auth.hash_passes < hash_passes_min)
            refuse("auth.hash_passes", fmt::format("hashing a password takes {} passes or more", hash_passes_min));
    }

    void inspect_address() {
        if (!is_out_of_reach(settings_.http.address))
            refuse("http.address", "plain HTTP must not be open to everybody: listen on a private address, behind TLS");
        if (settings_.http.trusted_proxies.empty())
            refuse("http.trusted_proxies",
                   "what ends TLS in front must be named: else all shoppers have its address, and its limits");
        if (settings_.http.allowed_hosts.empty())
            refuse("http.allowed_hosts", "the shop's names must be named: else it answers to any");
    }

    const LoadedSettings& loaded_;
    Settings settings_;  ///< a copy, for the table's targets hand out references to change
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> production_problems(const LoadedSettings& loaded) {
    if (loaded.settings.profile != Profile::production) return {};
    return Inspection{loaded}.problems();
}

}  // namespace orion::config

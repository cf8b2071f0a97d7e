#pragma once

#include "orion/kernel/money.hpp"
#include "orion/kernel/secret.hpp"
#include "orion/ports/log.hpp"
#include "orion/ports/secret_source.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace orion::config {

/// A secret is never written into settings, only where to find it: `env:NAME`, `file:PATH`, `sealed:PATH#NAME` or
/// `vault:MOUNT/PATH#FIELD`. Empty: none is given.
struct SecretSetting {
    std::string reference;
    std::optional<Secret> value;  ///< set by `load_settings` exactly when there is a reference
    SecretSource source;          ///< for whoever connects, and can take a new value then; the same until `LiveSecrets`
};

/// Production refuses what is only good enough to develop with (production_profile.hpp).
enum class Profile { development, production };

/// Everything an operator can choose, with the defaults. What each means, and its range, stands in settings_table.cpp
/// (and, made from it, in docs/configuration.md).
struct Settings {
    Profile profile = Profile::development;
    std::string data_directory = "var";

    struct Http {
        std::string address = "127.0.0.1";
        int port = 8080;
        int threads = 2;
        int write_threads = 16;
        int write_queue = 1024;
        std::size_t max_request_line_bytes = std::size_t{8} * 1024;
        std::size_t max_header_bytes = std::size_t{16} * 1024;
        std::size_t max_headers = 100;
        std::size_t max_body_bytes = std::size_t{1024} * 1024;
        std::size_t max_connections = 10'000;
        int accept_backlog = 1024;
        std::chrono::milliseconds header_timeout{10'000};
        std::chrono::milliseconds body_timeout{30'000};
        std::chrono::milliseconds keep_alive_timeout{60'000};
        std::chrono::milliseconds write_timeout{30'000};
        std::chrono::milliseconds answer_timeout{60'000};
        std::chrono::milliseconds shed_after{1'000};
        std::string trusted_proxies;
        std::string allowed_hosts;
        std::string cors_origins;
        std::chrono::milliseconds hsts{0};
    } http;

    struct Limits {
        int browsing = 1'200;
        int shopping = 300;
        int checkout = 60;
        int credentials = 30;
        std::string unlimited = "127.0.0.0/8, ::1";
        int askers = 100'000;
        bool shared = false;
    } limits;

    struct Features {
        bool checkout = true;
        bool registration = true;
    } features;

    struct Shop {
        Currency currency = *Currency::parse("GBP");
        std::string name = "Orion";
        std::string url = "http://127.0.0.1:8080";
    } shop;

    struct Database {
        std::string url;
        SecretSetting password;
        std::string direct_url;
        bool transaction_pooling = false;
        bool migrate = true;
        int pool = 16;
        std::chrono::milliseconds pool_wait{250};
        std::chrono::milliseconds statement_timeout = std::chrono::seconds{30};
        std::string catalog_url;
        std::string carts_url;
        std::string ordering_url;
        std::string inventory_url;
        std::string billing_url;
        std::string identity_url;
        std::string notifications_url;
        std::string audit_url;
        std::chrono::milliseconds busy_timeout{5'000};
        int write_queue = 1024;
        int group_size = 64;
        int readers = 4;
    } database;

    struct Messaging {
        std::string broker_url;
        SecretSetting broker_password;
        std::string broker_prefix = "orion";
        int ordering_threads = 4;
        int inventory_threads = 4;
        int billing_threads = 16;
        int catalog_threads = 1;
        int notifications_threads = 2;
        std::chrono::milliseconds lease = std::chrono::seconds{10};
        std::chrono::milliseconds handling_limit = std::chrono::seconds{120};
        int max_attempts = 5;
        std::chrono::milliseconds retry_base = std::chrono::seconds{1};
        std::chrono::milliseconds retry_cap = std::chrono::seconds{120};
        std::chrono::milliseconds poll_interval{1'000};
        int batch_size = 100;
    } messaging;

    struct Cache {
        std::size_t memory_bytes = std::size_t{64} * 1024 * 1024;
        std::string redis_url;
        SecretSetting redis_password;
        std::string redis_prefix = "orion:";
        std::string sentinels;
        std::string sentinel_master = "orion";
        std::string sentinel_user;
        SecretSetting sentinel_password;
        std::chrono::milliseconds redis_timeout{50};
    } cache;

    struct Worker {
        std::string modules = "catalog,carts,ordering,inventory,billing,identity,notifications,audit";
    } worker;

    struct Checkout {
        std::chrono::milliseconds step_timeout = std::chrono::seconds{15};
        int step_retries = 3;
        std::chrono::milliseconds deadline = std::chrono::seconds{120};
        std::chrono::milliseconds reservation = std::chrono::minutes{15};
    } checkout;

    struct Payments {
        std::string gateway = "sandbox";
        std::chrono::milliseconds timeout{5'000};
        int retries = 3;
        std::chrono::milliseconds retry_base{50};
        std::chrono::milliseconds retry_cap{2'000};
        std::chrono::milliseconds reconcile_after = std::chrono::seconds{60};
    } payments;

    struct Carts {
        std::chrono::milliseconds expiry = std::chrono::days{30};
    } carts;

    struct Scheduler {
        std::chrono::milliseconds checkout_interval = std::chrono::seconds{1};
        std::chrono::milliseconds housekeeping_interval = std::chrono::seconds{30};
    } scheduler;

    struct LogOutput {
        LogLevel level = LogLevel::info;
        std::string destination = "stderr";
        std::chrono::milliseconds figures_interval = std::chrono::seconds{60};
    } log;

    struct Security {
        SecretSetting secret_key;
        SecretSetting previous_secret_key;
    } security;

    struct Auth {
        std::string issuer = "orion";
        std::string audience = "orion";
        std::chrono::milliseconds access_ttl = std::chrono::minutes{10};
        std::chrono::milliseconds leeway = std::chrono::seconds{30};
        std::chrono::milliseconds session_unused = std::chrono::days{30};
        std::chrono::milliseconds session_longest = std::chrono::days{90};
        std::chrono::milliseconds refresh_grace{0};
        std::string signing_keys;
        std::string second_factor = "optional";
        int password_min_characters = 12;
        int hash_memory_kib = 19 * 1024;
        int hash_passes = 2;
        int hash_threads = 2;
        int hash_queue = 6;
    } auth;

    struct MailOutput {
        std::string smtp_url;
        SecretSetting smtp_password;
        std::string ca_file;
        std::string from = "shop@orion.invalid";
        std::chrono::milliseconds timeout{10'000};
    } mail;

    struct Secrets {
        std::chrono::milliseconds refresh = std::chrono::seconds{10};
        SecretSetting sealing_key;
        std::string vault_url;
        SecretSetting vault_token;
        std::string vault_role_id;
        SecretSetting vault_secret_id;
        std::string vault_ca_file;
        std::chrono::milliseconds vault_timeout{2'000};
    } secrets;

    struct Shutdown {
        std::chrono::milliseconds limit = std::chrono::seconds{10};
        std::chrono::milliseconds notice{500};
    } shutdown;
};

}  // namespace orion::config

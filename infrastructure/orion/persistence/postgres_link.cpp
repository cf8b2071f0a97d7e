#include "orion/persistence/postgres_connection.hpp"
#include "orion/persistence/postgres_error.hpp"

#include <libpq-fe.h>

#include <map>

namespace orion::persistence::detail {

namespace {

std::map<std::string, std::string> parts_of(const std::string& url) {
    char* why = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{PQconninfoParse(url.c_str(), &why),
                                                                               &PQconninfoFree};
    PQfreemem(why);  // It quotes the URL.
    if (!options) throw CannotOpenDatabase{"the address of the database is no PostgreSQL URL"};
    std::map<std::string, std::string> parts;
    for (const auto* option = options.get(); option->keyword != nullptr; ++option)
        if (option->val != nullptr) parts.emplace(option->keyword, option->val);
    return parts;
}

std::string in_quotes(const std::string& value) {
    std::string text = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') text += '\\';
        text += letter;
    }
    return text + "'";
}

std::string in_ms(std::chrono::milliseconds time) { return std::to_string(time.count()); }

}  // namespace

PostgresLink PostgresLink::of(const PostgresOptions& options, Purpose purpose) {
    const bool pooled = purpose == Purpose::pooled;
    const bool has_pooler = pooled && options.transaction_pooling;
    auto parts = parts_of(pooled || options.direct_url.empty() ? options.url : options.direct_url);
    parts.emplace("application_name", "orion");
    parts.emplace("connect_timeout", "2");
    parts["client_encoding"] = "UTF8";
    // A peer that vanished without a word.
    parts.emplace("keepalives_idle", "10");
    parts.emplace("keepalives_interval", "3");
    parts.emplace("keepalives_count", "3");
    parts.emplace("tcp_user_timeout", "10000");
    // A migration may wait for a lock on a busy table and take as long as it needs.
    const auto longest = purpose == Purpose::migration ? std::chrono::hours{1} : options.statement_timeout;
    // A pooler's connections are set up by the pooler or the role, and belong to other clients as well.
    if (!has_pooler) {
        parts.emplace("target_session_attrs", "read-write");
        parts["options"] += " -c statement_timeout=" + in_ms(longest) +
                            " -c lock_timeout=" + in_ms(options.lock_timeout) +
                            " -c idle_in_transaction_session_timeout=" + in_ms(options.idle_in_transaction_timeout) +
                            " -c TimeZone=UTC";
    }
    PostgresLink link{.text = {},
                      .password = options.password,
                      .keeps_statements = !has_pooler,
                      .answer_timeout = longest + std::chrono::seconds{5}};
    for (const auto& [key, value] : parts) link.text += key + "=" + in_quotes(value) + " ";
    return link;
}

Secret PostgresLink::text_with_password() const {
    const auto secret = password.current();
    return Secret{secret ? text + "password=" + in_quotes(secret->expose()) : text};
}

}  // namespace orion::persistence::detail

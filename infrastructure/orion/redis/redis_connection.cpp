#include "orion/redis/redis_connection.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace orion::redis {
namespace {

timeval timeval_of(std::chrono::milliseconds time) {
    constexpr int thousand = 1000;
    return {.tv_sec = time.count() / thousand, .tv_usec = time.count() % thousand * thousand};
}

using Context = std::unique_ptr<redisContext, void (*)(redisContext*)>;

redisContext* connect(const RedisOptions& options, const Address& address) {
    Context context{redisConnectWithTimeout(address.host.c_str(), address.port, timeval_of(options.connect_timeout)),
                    redisFree};
    if (!context || context->err != 0) throw ConnectionLost{};
    if (redisSetTimeout(context.get(), timeval_of(options.answer_timeout)) != REDIS_OK) throw ConnectionLost{};
    return context.release();
}

Reply send(redisContext& context, std::span<const std::string_view> command) {
    std::vector<const char*> texts;
    std::vector<std::size_t> lengths;
    for (const auto part : command) {
        texts.push_back(part.data());
        lengths.push_back(part.size());
    }
    Reply reply{static_cast<redisReply*>(
        redisCommandArgv(&context, static_cast<int>(command.size()), texts.data(), lengths.data()))};
    if (!reply) throw ConnectionLost{.timed_out = context.err == REDIS_ERR_IO && errno == EAGAIN};
    return reply;
}

void authenticate(redisContext& context, const std::string& user, const SecretSource& source) {
    const auto password = source.current();
    if (!password) return;
    std::vector<std::string_view> command{"AUTH"};
    if (!user.empty()) command.emplace_back(user);
    command.emplace_back(password->expose());
    if (send(context, command)->type == REDIS_REPLY_ERROR) throw ConnectionLost{};
}

}  // namespace

std::string_view text_of(const redisReply& reply) {
    return reply.str == nullptr ? std::string_view{} : std::string_view{reply.str, reply.len};
}

bool is_error(const redisReply& reply, std::string_view code) {
    return reply.type == REDIS_REPLY_ERROR && text_of(reply).starts_with(code);
}

RedisConnection::RedisConnection(const RedisOptions& options, const Address& address)
    : context_{connect(options, address)} {
    authenticate(*context_, options.user, options.password);
    select(options.database);
    check_role();
    learn_server();
}

Reply RedisConnection::ask(std::span<const std::string_view> command) {
    auto reply = send(*context_, command);
    // A script's error names the one that stopped it first or last.
    constexpr std::array<std::string_view, 5> unusable{"READONLY", "LOADING", "MASTERDOWN", "OOM", "MISCONF"};
    if (reply->type == REDIS_REPLY_ERROR)
        for (const auto code : unusable)
            if (text_of(*reply).contains(code)) throw ConnectionLost{};
    return reply;
}

void RedisConnection::select(int database) {
    if (database == 0) return;
    const auto reply = ask({"SELECT", std::to_string(database)});
    if (reply->type == REDIS_REPLY_ERROR) throw ConnectionLost{};
}

/// A user who may not ask finds out at the first write.
void RedisConnection::check_role() {
    const auto role = ask({"ROLE"});
    if (role->type == REDIS_REPLY_ARRAY && role->elements > 0 && text_of(*role->element[0]) != "master")
        throw ConnectionLost{};
    if (is_error(*role, "NOAUTH")) throw ConnectionLost{};
}

void RedisConnection::learn_server() {
    constexpr std::string_view name = "run_id:";
    const auto info = ask({"INFO", "server"});
    if (info->type == REDIS_REPLY_ERROR) return;
    const auto text = text_of(*info);
    const auto at = text.find(name);
    if (at == text.npos) return;
    const auto rest = text.substr(at + name.size());
    server_ = rest.substr(0, rest.find_first_of("\r\n"));
}

Address find_master(const RedisOptions& options) {
    for (const auto& sentinel : options.sentinels) {
        try {
            const Context context{connect(options, sentinel), redisFree};
            authenticate(*context, options.sentinel_user, options.sentinel_password);
            const std::array<std::string_view, 3> question{"SENTINEL", "get-master-addr-by-name",
                                                           options.sentinel_master};
            const auto reply = send(*context, question);
            if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) continue;
            Address master{.host = std::string{text_of(*reply->element[0])}, .port = 0};
            const auto port = text_of(*reply->element[1]);
            std::from_chars(port.data(), port.data() + port.size(), master.port);
            if (master.port != 0) return master;
        } catch (const ConnectionLost&) {
            continue;  // the next one may know
        }
    }
    throw ConnectionLost{};
}

}  // namespace orion::redis

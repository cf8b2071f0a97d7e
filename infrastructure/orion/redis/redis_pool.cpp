#include "orion/redis/redis_pool.hpp"

#include <chrono>
#include <utility>

namespace orion::redis {

using resilience::Deadline;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

RedisPool::RedisPool(RedisOptions options, Welcome on_other_server)
    : options_{std::move(options)},
      on_other_server_{std::move(on_other_server)},
      breaker_{options_.breaker},
      calls_{{.calls_max = options_.connections_max, .waiting_max = 0}},
      // After a restart of the server every call under way may need one.
      retry_budget_{10, static_cast<int>(options_.connections_max)} {}

std::string RedisPool::key(std::string_view kind, std::string_view name) const {
    return std::string{options_.key_prefix}.append(kind).append(1, ':').append(name);
}

Reply RedisPool::call(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys) {
    const auto slot = calls_.enter(Deadline::in(milliseconds{0}));
    if (!slot) return nullptr;
    auto permission = breaker_.admit();
    if (!permission) return nullptr;
    const auto began = steady_clock::now();
    auto reply = try_twice(script, keys_and_arguments, keys);
    time_us_ += static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - began).count());
    if (!reply || reply->type == REDIS_REPLY_ERROR) {
        permission->failed();
        return nullptr;
    }
    permission->succeeded();
    return reply;
}

RedisPool::Snapshot RedisPool::snapshot() const {
    return {.connects = connects_,
            .time_us = time_us_,
            .breaker = breaker_.snapshot(),
            .calls = calls_.snapshot(),
            .retries = retry_budget_.snapshot()};
}

Reply RedisPool::try_twice(const Script& script, std::span<const std::string_view> keys_and_arguments, int keys) {
    resilience::Retries retries{{.retries = 1}, Deadline::in(options_.answer_timeout), &retry_budget_};
    // A connection that lay idle may have been closed since, which says nothing about the server now.
    if (auto idle = take()) {
        try {
            auto reply = run_script(*idle, script, keys_and_arguments, keys);
            give_back(std::move(idle));
            return reply;
        } catch (const ConnectionLost& lost) {
            forget_connections();
            if (lost.timed_out || !retries.next()) return nullptr;
        }
    }
    try {
        auto fresh = connect();
        auto reply = run_script(*fresh, script, keys_and_arguments, keys);
        give_back(std::move(fresh));
        return reply;
    } catch (const ConnectionLost&) {
        forget_connections();
        return nullptr;
    }
}

RedisPool::Connection RedisPool::take() {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) return nullptr;
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void RedisPool::give_back(Connection connection) {
    const std::lock_guard lock{mutex_};
    if (connection->server() == server_) idle_.push_back(std::move(connection));
}

void RedisPool::forget_connections() {
    const std::lock_guard lock{mutex_};
    idle_.clear();
}

RedisPool::Connection RedisPool::connect() {
    const auto address = options_.sentinels.empty() ? options_.address : find_master(options_);
    auto connection = std::make_unique<RedisConnection>(options_, address);
    ++connects_;
    const std::lock_guard lock{mutex_};
    if (was_connected_ && (server_ != connection->server() || server_.empty())) on_other_server_(*connection);
    was_connected_ = true;
    server_ = connection->server();
    return connection;
}

Reply run_script(RedisConnection& connection, const Script& script,
                 std::span<const std::string_view> keys_and_arguments, int keys) {
    const auto count = std::to_string(keys);
    std::vector<std::string_view> command{"EVAL", script, count};
    command.insert(command.end(), keys_and_arguments.begin(), keys_and_arguments.end());
    return connection.ask(command);
}

}  // namespace orion::redis

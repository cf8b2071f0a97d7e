#pragma once

// For the .cpp files of this folder only: it shows the client library.

#include "orion/redis/redis_options.hpp"

#include <hiredis/hiredis.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orion::redis {

/// The server could not be reached, did not answer in time, or is not the one to talk to. The connection is dead.
struct ConnectionLost {
    bool timed_out = false;
};

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

std::string_view text_of(const redisReply& reply);
bool is_error(const redisReply& reply, std::string_view code);

/// One authenticated connection to a server that takes writes. After an exception it is of no more use: the library's
/// own way to connect again forgets time-outs.
class RedisConnection {
public:
    /// Throws ConnectionLost; also when the server refuses the user or is a replica.
    RedisConnection(const RedisOptions& options, const Address& address);

    /// The answer, which may be an error of the server's. Throws ConnectionLost; also when the server is a replica,
    /// loads its data or has no memory left.
    Reply ask(std::span<const std::string_view> command);
    Reply ask(std::initializer_list<std::string_view> command) {
        return ask(std::span{command.begin(), command.size()});
    }

    /// Changes when the server is another one or was started again. Empty if the user may not ask.
    const std::string& server() const { return server_; }

private:
    struct Free {
        void operator()(redisContext* context) const { redisFree(context); }
    };
    void select(int database);
    void check_role();
    void learn_server();

    std::unique_ptr<redisContext, Free> context_;
    std::string server_;
};

/// Where the master is: the first of the sentinels that knows. Throws ConnectionLost.
Address find_master(const RedisOptions& options);

}  // namespace orion::redis

#include "orion/rabbitmq/rabbit_connection.hpp"

#include <amqp_tcp_socket.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <vector>

namespace orion::rabbitmq {
namespace {

using std::chrono::steady_clock;

timeval duration(std::chrono::microseconds length) {
    length = std::max(length, std::chrono::microseconds{0});
    return {.tv_sec = length.count() / 1'000'000, .tv_usec = length.count() % 1'000'000};
}

/// `amqp://USER@A:1,B:2/VHOST` is the same address on each of the hosts.
std::vector<std::string> single_urls(std::string_view url) {
    const auto scheme_end = url.find("://");
    const auto begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    const auto end = std::min(url.find('/', begin), url.size());
    const auto authority = url.substr(begin, end - begin);
    const auto at = authority.rfind('@');
    const auto user = at == std::string_view::npos ? std::string_view{} : authority.substr(0, at + 1);
    std::vector<std::string> urls;
    for (const auto host : std::views::split(authority.substr(user.size()), ','))
        urls.push_back(fmt::format("{}{}{}{}", url.substr(0, begin), user, std::string_view{host}, url.substr(end)));
    return urls;
}

/// RabbitMQ tells of a memory or disk alarm only a client that says it understands.
amqp_table_t client_properties() {
    static const auto yes = [](const char* name) {
        amqp_table_entry_t entry{};
        entry.key = amqp_cstring_bytes(name);
        entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
        entry.value.value.boolean = 1;
        return entry;
    };
    static std::array<amqp_table_entry_t, 5> capabilities{yes("publisher_confirms"), yes("basic.nack"),
                                                          yes("connection.blocked"), yes("consumer_cancel_notify"),
                                                          yes("authentication_failure_close")};
    static amqp_table_entry_t property = [] {
        amqp_table_entry_t entry{};
        entry.key = amqp_cstring_bytes("capabilities");
        entry.value.kind = AMQP_FIELD_KIND_TABLE;
        entry.value.value.table = {static_cast<int>(capabilities.size()), capabilities.data()};
        return entry;
    }();
    return {1, &property};
}

}  // namespace

RabbitConnection::RabbitConnection(const RabbitOptions& options) {
    std::string reasons;
    for (const auto& url : single_urls(options.url)) {
        try {
            open(options, url);
            return;
        } catch (const BrokerFailure& failure) {
            if (state_ != nullptr) amqp_destroy_connection(state_);
            state_ = nullptr;
            reasons += reasons.empty() ? failure.what() : fmt::format("; {}", failure.what());
        }
    }
    throw BrokerFailure{reasons};
}

void RabbitConnection::open(const RabbitOptions& options, const std::string& url) {
    auto parsed_text = url;  // the parser cuts its input into pieces
    amqp_connection_info parsed{};
    amqp_default_connection_info(&parsed);
    if (amqp_parse_url(parsed_text.data(), &parsed) != AMQP_STATUS_OK)
        throw BrokerFailure{"the broker's URL does not read amqp://USER@HOST:PORT/VHOST"};
    const std::string_view given_vhost = parsed.vhost;
    const auto* const vhost = given_vhost.empty() ? "/" : parsed.vhost;
    const auto current = options.password.current();
    const auto* const password = current ? current->expose().c_str() : parsed.password;

    state_ = amqp_new_connection();
    auto* const socket = state_ == nullptr ? nullptr : amqp_tcp_socket_new(state_);
    if (socket == nullptr) throw BrokerFailure{"no memory for a connection"};
    const auto limit = duration(options.connect_timeout);
    const auto where = fmt::format("{}:{}", parsed.host, parsed.port);
    check(where, amqp_socket_open_noblock(socket, parsed.host, parsed.port, &limit));
    limit_sending(options.confirm_timeout);
    amqp_set_handshake_timeout(state_, &limit);
    amqp_set_rpc_timeout(state_, &limit);
    const auto properties = client_properties();
    constexpr int frame_max = 131'072;
    check(where, amqp_login_with_properties(state_, vhost, 1, frame_max, static_cast<int>(options.heartbeat.count()),
                                            &properties, AMQP_SASL_METHOD_PLAIN, parsed.user, password));
    amqp_channel_open(state_, channel);
    check(where);
}

/// The library waits without end for room to send; the kernel gives up on what nobody takes.
void RabbitConnection::limit_sending(std::chrono::milliseconds limit) const {
    const auto limit_ms = static_cast<unsigned>(limit.count());
    if (::setsockopt(descriptor(), IPPROTO_TCP, TCP_USER_TIMEOUT, &limit_ms, sizeof limit_ms) != 0)
        throw BrokerFailure{"the time to send cannot be limited"};
}

RabbitConnection::~RabbitConnection() {
    if (state_ != nullptr) amqp_destroy_connection(state_);
}

void RabbitConnection::close() { check("closing", amqp_connection_close(state_, AMQP_REPLY_SUCCESS)); }

void RabbitConnection::check(std::string_view what, int status) {
    if (status != AMQP_STATUS_OK) throw BrokerFailure{fmt::format("{}: {}", what, amqp_error_string2(status))};
}

void RabbitConnection::check(std::string_view what, const amqp_rpc_reply_t& reply) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION)
        throw BrokerFailure{fmt::format("{}: {}", what, amqp_error_string2(reply.library_error))};
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        const auto& closed = *static_cast<amqp_channel_close_t*>(reply.reply.decoded);
        const auto message = fmt::format("{}: {} {}", what, closed.reply_code, text(closed.reply_text));
        if (closed.reply_code == AMQP_PRECONDITION_FAILED) throw TopologyMismatch{message};
        throw BrokerFailure{message};
    }
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CONNECTION_CLOSE_METHOD) {
        const auto& closed = *static_cast<amqp_connection_close_t*>(reply.reply.decoded);
        throw BrokerFailure{fmt::format("{}: {} {}", what, closed.reply_code, text(closed.reply_text))};
    }
    throw BrokerFailure{fmt::format("{}: no answer", what)};
}

bool RabbitConnection::is_quiet() {
    try {
        return !frame(steady_clock::now());
    } catch (const BrokerFailure&) {
        return false;
    }
}

std::optional<amqp_frame_t> RabbitConnection::frame(steady_clock::time_point deadline) {
    amqp_maybe_release_buffers(state_);
    amqp_frame_t frame{};
    const auto wait = duration(std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now()));
    const int status = amqp_simple_wait_frame_noblock(state_, &frame, &wait);
    if (status == AMQP_STATUS_TIMEOUT) return std::nullopt;
    check("reading", status);
    return frame;
}

}  // namespace orion::rabbitmq

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <span>
#include <stdexcept>
#include <string>
#include <thread>

namespace orion::test {

/// Stands between clients and a server on this machine, and fails as networks do. Thread-safe.
class TcpForwarder {
public:
    /// Which bytes pass. The others are kept until they may, or a cut.
    enum class Flow { both, to_server_only, to_client_only, none };

    explicit TcpForwarder(std::uint16_t server_port)
        : server_port_{server_port}, listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, generic, &size) != 0)
            throw std::runtime_error{"cannot listen"};
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept_all(); }};
    }
    ~TcpForwarder() {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        cut();
        for (auto& connection : connections_) {
            for (auto& thread : connection.threads) thread.join();
            ::close(connection.client);
            ::close(connection.server);
        }
        ::close(listener_);
    }
    TcpForwarder(const TcpForwarder&) = delete;
    TcpForwarder& operator=(const TcpForwarder&) = delete;

    std::uint16_t port() const { return port_; }

    void let_pass(Flow flow) {
        const std::lock_guard lock{mutex_};
        flow_ = flow;
        changed_.notify_all();
    }
    /// Every connection ends now. New ones can be made.
    void cut() {
        const std::lock_guard lock{mutex_};
        for (auto& connection : connections_) connection.end();
        changed_.notify_all();
    }
    /// New connections are closed at once while it is down.
    void set_down(bool down) { down_ = down; }
    /// How many connections were made so far.
    int connections() const { return connections_made_; }
    /// Whether `count` connections were made within ten seconds.
    bool await_connections(int count) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return connections_made_ >= count; });
    }

private:
    struct Connection {
        int client;
        int server;
        bool ended = false;
        std::array<std::thread, 2> threads{};

        void end() {
            ended = true;
            ::shutdown(client, SHUT_RDWR);
            ::shutdown(server, SHUT_RDWR);
        }
    };

    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    void accept_all() {
        while (!stopping_) {
            const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (client < 0) continue;
            const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            const auto address = loopback(server_port_);
            if (down_ || ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
                ::close(client);
                ::close(server);
                continue;
            }
            const std::lock_guard lock{mutex_};
            auto& connection = connections_.emplace_back(client, server);
            connection.threads = {
                std::thread{[this, &connection] { forward(connection, connection.client, connection.server); }},
                std::thread{[this, &connection] { forward(connection, connection.server, connection.client); }}};
            ++connections_made_;
            changed_.notify_all();
        }
    }

    void forward(Connection& connection, int from, int to) {
        const auto stopped_by = from == connection.client ? Flow::to_client_only : Flow::to_server_only;
        std::array<char, 16'384> bytes{};
        for (;;) {
            const auto got = ::recv(from, bytes.data(), bytes.size(), 0);
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [&] { return connection.ended || (flow_ != Flow::none && flow_ != stopped_by); });
            if (got <= 0) connection.end();
            if (connection.ended) return;
            lock.unlock();
            for (std::span rest{bytes.data(), static_cast<std::size_t>(got)}; !rest.empty();) {
                const auto sent = ::send(to, rest.data(), rest.size(), MSG_NOSIGNAL);
                if (sent <= 0) break;
                rest = rest.subspan(static_cast<std::size_t>(sent));
            }
        }
    }

    const std::uint16_t server_port_;
    const int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> down_ = false;
    std::atomic<int> connections_made_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    Flow flow_ = Flow::both;
    std::list<Connection> connections_;
    std::thread acceptor_;
};

/// The port in `scheme://user@host:port/path`.
inline std::uint16_t port_of(const std::string& url) {
    const auto colon = url.rfind(':');
    return static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)));
}

/// The same URL through a forwarder.
inline std::string through(const TcpForwarder& forwarder, const std::string& url) {
    const auto colon = url.rfind(':');
    const auto slash = url.find('/', colon);
    return url.substr(0, colon + 1) + std::to_string(forwarder.port()) + url.substr(std::min(slash, url.size()));
}

}  // namespace orion::test

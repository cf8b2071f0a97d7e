#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// Stands between a client and a server on this machine, and fails as networks do.
class TcpForwarder {
public:
    explicit TcpForwarder(std::uint16_t target) : target_{target} {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address = loopback(0);
        socklen_t length = sizeof address;
        if (listener_ < 0 || ::bind(listener_, as_generic(address), length) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, as_generic(address), &length) != 0)
            throw std::runtime_error{"cannot listen"};
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { run(); }};
    }
    ~TcpForwarder() {
        stopping_ = true;
        thread_.join();
        cut();
        ::close(listener_);
    }
    TcpForwarder(const TcpForwarder&) = delete;
    TcpForwarder& operator=(const TcpForwarder&) = delete;

    std::uint16_t port() const { return port_; }

    /// Every connection ends now.
    void cut() {
        const std::lock_guard lock{mutex_};
        for (const auto& [client, server] : pairs_) {
            ::close(client);
            ::close(server);
        }
        pairs_.clear();
    }
    /// New connections are closed at once while it is down.
    void set_down(bool down) { down_ = down; }
    /// Bytes are kept, in both directions, until it is over.
    void set_black_hole(bool on) { black_hole_ = on; }

private:
    struct Pair {
        int client;
        int server;
    };

    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        return address;
    }
    static sockaddr* as_generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }  // NOLINT

    void run() {
        while (!stopping_) {
            std::vector<pollfd> polled{{.fd = listener_, .events = POLLIN, .revents = 0}};
            {
                const std::lock_guard lock{mutex_};
                for (const auto& pair : pairs_) {
                    if (black_hole_) continue;
                    polled.push_back({.fd = pair.client, .events = POLLIN, .revents = 0});
                    polled.push_back({.fd = pair.server, .events = POLLIN, .revents = 0});
                }
            }
            if (::poll(polled.data(), polled.size(), 10) <= 0) continue;
            if ((polled.front().revents & POLLIN) != 0) accept();
            const std::lock_guard lock{mutex_};
            std::erase_if(pairs_, [this](const Pair& pair) {
                if (black_hole_ || (pass(pair.client, pair.server) && pass(pair.server, pair.client))) return false;
                ::close(pair.client);
                ::close(pair.server);
                return true;
            });
        }
    }

    void accept() {
        const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) return;
        const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        auto address = loopback(target_);
        if (down_ || ::connect(server, as_generic(address), sizeof address) != 0) {
            ::close(client);
            ::close(server);
            return;
        }
        const std::lock_guard lock{mutex_};
        pairs_.push_back({.client = client, .server = server});
    }

    /// False when one of them has ended.
    static bool pass(int from, int to) {
        std::array<char, 65536> buffer{};
        const auto got = ::recv(from, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (got < 0) return true;
        for (ssize_t sent = 0; sent < got;) {
            const auto now = ::send(to, buffer.data() + sent, static_cast<std::size_t>(got - sent), MSG_NOSIGNAL);
            if (now < 0) return false;
            sent += now;
        }
        return got > 0;
    }

    const std::uint16_t target_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> down_ = false;
    std::atomic<bool> black_hole_ = false;
    std::mutex mutex_;
    std::vector<Pair> pairs_;
    std::thread thread_;
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

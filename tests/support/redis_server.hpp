#pragma once

#include "orion/redis/redis_options.hpp"

#include "support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace orion::test {

/// Of those that the kernel gives to no client, which could take it while a server is down.
inline std::uint16_t free_port() {
    std::random_device device;
    std::uniform_int_distribution<std::uint16_t> ports{20000, 32000};
    for (int attempt = 0; attempt < 200; ++attempt) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(ports(device));
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        const int again = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &again, sizeof again);
        auto* const generic = reinterpret_cast<sockaddr*>(&address);  // NOLINT: what the system asks for
        const bool free = ::bind(socket, generic, sizeof address) == 0;
        ::close(socket);
        if (free) return ntohs(address.sin_port);
    }
    throw std::runtime_error{"no port"};
}

/// Whether it became true in time.
inline bool eventually(const std::function<bool()>& condition, std::chrono::seconds time = std::chrono::seconds{30}) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

/// A Redis server of the test's own, to be killed, paused and started again. Its user `shop` may do what the cache
/// needs under `t:` and nothing else: no KEYS, no SCAN, no FLUSH.
class RedisServer {
public:
    explicit RedisServer(std::vector<std::string> settings = {}) : settings_{std::move(settings)} {
        std::ofstream{folder_.path() / "redis.conf"}
            << "port " << port_ << "\nbind 127.0.0.1\ndir " << folder_.path().string()
            << "\nsave \"\"\n"
               "user admin on >admin ~* &* +@all\n"
               "user shop on >tea-secret ~t:* resetchannels -@all +get +set +del +mget +hmget +hset +pexpire +pttl "
               "+eval +time +select +info +role\n"
               "user default off\n";
        start();
        if (!eventually([this] { return ask("PING") == "PONG"; })) throw std::runtime_error{"no redis-server"};
    }
    ~RedisServer() { kill(); }
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    void kill() {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
        pid_ = -1;
    }
    void pause() const { ::kill(pid_, SIGSTOP); }
    void resume() const { ::kill(pid_, SIGCONT); }
    void start() {
        std::vector<std::string> words{"redis-server", (folder_.path() / "redis.conf").string()};
        words.insert(words.end(), settings_.begin(), settings_.end());
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        pid_ = ::fork();
        if (pid_ != 0) return;
        const int log = ::open("/dev/null", O_WRONLY);
        if (log >= 0) ::dup2(log, STDOUT_FILENO);
        ::execvp(arguments.front(), arguments.data());
        ::_exit(1);
    }
    void restart() {
        kill();
        start();
        if (!eventually([this] { return ask("PING") == "PONG"; })) throw std::runtime_error{"no redis-server"};
    }

    /// What its operator sees.
    std::string ask(const std::string& command) const {
        const auto line = "redis-cli --user admin --pass admin --no-auth-warning -p " + std::to_string(port_) + " " +
                          command + " 2>/dev/null";
        const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(line.c_str(), "r"), ::pclose};
        std::string text;
        std::array<char, 4096> bytes{};
        while (const auto count = std::fread(bytes.data(), 1, bytes.size(), pipe.get()))
            text.append(bytes.data(), count);
        while (text.ends_with('\n')) text.pop_back();
        return text;
    }

    std::uint16_t port() const { return port_; }

    redis::RedisOptions options() const {
        return {.address = {.host = "127.0.0.1", .port = port_},
                .user = "shop",
                .password = Secret{"tea-secret"},
                .key_prefix = "t:",
                .connect_timeout = std::chrono::milliseconds{200},
                .answer_timeout = std::chrono::milliseconds{200},
                .breaker = {.calls_min = 5, .open_for = std::chrono::milliseconds{100}}};
    }

private:
    TemporaryFolder folder_;
    std::uint16_t port_ = free_port();
    std::vector<std::string> settings_;
    pid_t pid_ = -1;
};

}  // namespace orion::test

#pragma once

#include "orion/rabbitmq/rabbit_options.hpp"

#include "support/engines.hpp"
#include "support/tcp_forwarder.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace orion::test {

/// Says so, for the test to return.
inline bool no_broker() {
    if (engine("rabbitmq_url")) return false;
    MESSAGE("SKIPPED: no RabbitMQ (scripts/engines start DIR; ENGINES=DIR)");
    return true;
}

/// What the command prints. Throws if it fails.
inline std::string output_of(const std::string& command) {
    auto* const pipe = ::popen((command + " 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error{"cannot run " + command};
    std::string output;
    std::array<char, 4096> part{};
    while (const auto got = std::fread(part.data(), 1, part.size(), pipe)) output.append(part.data(), got);
    if (::pclose(pipe) != 0) throw std::runtime_error{command + " failed: " + output};
    return output;
}

/// A RabbitMQ that `scripts/engines` started.
class BrokerNode {
public:
    explicit BrokerNode(std::filesystem::path folder) : folder_{std::move(folder)} {}

    std::uint16_t port() const { return port_of(engine("rabbitmq_url", folder_).value()); }
    Secret password() const { return Secret{engine("rabbitmq_password", folder_).value()}; }
    std::string ctl(const std::string& arguments) const {
        return output_of(fmt::format("'{}' -q {}", (folder_ / "rabbitmqctl").string(), arguments));
    }

protected:
    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
};

/// One's own, for faults that strike a whole node.
class OwnBrokerNode : public BrokerNode {
public:
    OwnBrokerNode() : OwnBrokerNode{std::make_unique<TemporaryFolder>()} {}
    ~OwnBrokerNode() {
        try {
            engines("stop");
        } catch (const std::exception& exception) {
            std::fputs(exception.what(), stderr);
        }
    }
    OwnBrokerNode(const OwnBrokerNode&) = delete;
    OwnBrokerNode& operator=(const OwnBrokerNode&) = delete;

    void start() { engines("start"); }
    void kill() { engines("kill"); }

private:
    explicit OwnBrokerNode(std::unique_ptr<TemporaryFolder> temporary)
        : BrokerNode{temporary->path()}, temporary_{std::move(temporary)} {
        start();
    }
    void engines(const char* command) {
        output_of(fmt::format("'{}/scripts/engines' {} '{}' rabbitmq", ORION_SOURCE_DIR, command, folder().string()));
    }

    std::unique_ptr<TemporaryFolder> temporary_;
};

/// A virtual host that goes with everything in it.
class VirtualHost {
public:
    explicit VirtualHost(const BrokerNode& node) : node_{node} {
        node_.ctl("add_vhost " + name_);
        node_.ctl(fmt::format("set_permissions -p {} orion '.*' '.*' '.*'", name_));
    }
    ~VirtualHost() {
        try {
            node_.ctl("delete_vhost " + name_);
        } catch (const std::exception& exception) {
            std::fputs(exception.what(), stderr);
        }
    }
    VirtualHost(const VirtualHost&) = delete;
    VirtualHost& operator=(const VirtualHost&) = delete;

    const std::string& name() const { return name_; }
    rabbitmq::RabbitOptions options() const { return options(node_.port()); }
    /// Through a forwarder.
    rabbitmq::RabbitOptions options(std::uint16_t port) const {
        return {.url = fmt::format("amqp://orion@127.0.0.1:{}/{}", port, name_),
                .password = node_.password(),
                .connect_timeout = std::chrono::seconds{2},
                .confirm_timeout = std::chrono::seconds{2},
                .heartbeat = std::chrono::seconds{1}};
    }
    /// Ready or in somebody's hands.
    int messages_in(std::string_view queue) const {
        std::istringstream lines{ctl("list_queues", "name messages")};
        std::string name;
        int count = 0;
        for (std::string line; std::getline(lines, line);)
            if (std::istringstream fields{line}; fields >> name >> count && name == queue) return count;
        throw std::runtime_error{fmt::format("there is no queue {}", queue)};
    }
    std::string ctl(const std::string& command, const std::string& arguments) const {
        return node_.ctl(fmt::format("{} -p {} {}", command, name_, arguments));
    }

private:
    static std::string next_name() {
        static std::atomic<int> count = 0;
        return fmt::format("test-{}-{}", ::getpid(), ++count);
    }

    const BrokerNode& node_;
    const std::string name_ = next_name();
};

}  // namespace orion::test

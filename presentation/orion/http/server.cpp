#include "orion/http/server.hpp"

#include "orion/http/worker.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <pistache/listener.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace orion::http {
namespace {

/// Descriptors that the rest of the process may need.
constexpr std::size_t spare_descriptors = 256;

/// How many connections there can be: asks the system for as many as wanted and takes what it gives. Were it left to
/// run out, Pistache's accept loop would spin.
std::size_t reserve_descriptors(std::size_t wanted) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto needed = static_cast<rlim_t>(wanted + spare_descriptors);
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
        ::getrlimit(RLIMIT_NOFILE, &limit);
    }
    const auto available = static_cast<std::size_t>(limit.rlim_cur);
    const auto spare = std::min(spare_descriptors, available / 2);
    return std::min(wanted, available - spare);
}

/// The port of a listening socket; nothing if the descriptor is something else.
std::optional<std::uint16_t> listening_port(int descriptor) {
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) return std::nullopt;
    sockaddr_storage address{};
    size = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return std::nullopt;
    // It stands at the same place in both families.
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

std::map<int, std::uint16_t> listening_descriptors() {
    std::map<int, std::uint16_t> found;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        const auto descriptor = std::stoi(entry.path().filename().string());
        if (const auto port = listening_port(descriptor)) found.emplace(descriptor, *port);
    }
    return found;
}

/// Pistache keeps its listening descriptor to itself: it is the one that was not there before.
int find_new_listening_descriptor(const std::map<int, std::uint16_t>& before, std::uint16_t wanted_port) {
    for (const auto& [descriptor, port] : listening_descriptors()) {
        if (port == wanted_port && !before.contains(descriptor)) return descriptor;
    }
    throw std::system_error(ENOTSOCK, std::generic_category(), "no listening socket");
}

Pistache::Address listening_address(const ServerSettings& settings) {
    // Pistache tells an IPv6 address from a host with a port by its brackets.
    const bool bare_ipv6 = settings.address.find(':') != std::string::npos && !settings.address.starts_with('[');
    return {bare_ipv6 ? "[" + settings.address + "]" : settings.address, Pistache::Port(settings.port)};
}

}  // namespace

struct Server::State {
    State(const ServerSettings& settings, Application& application)
        : crew(settings, application), listener(listening_address(settings)) {}

    void bind();
    void stop_accepting() const;

    Crew crew;
    // After `crew`: its destructor ends the threads that use it.
    Pistache::Tcp::Listener listener;
    std::uint16_t port = 0;
    int listening = -1;
    bool started = false;
    bool drained = false;
};

void Server::State::bind() {
    using Options = Pistache::Tcp::Options;
    crew.max_connections = reserve_descriptors(crew.settings.max_connections);
    listener.init(crew.settings.threads,
                  Pistache::Flags<Options>(Options::ReuseAddr) | Options::NoDelay | Options::CloseOnExec, "http",
                  crew.settings.accept_backlog);
    listener.setTransportFactory([this] { return std::make_shared<Worker>(crew); });
    const auto before = listening_descriptors();
    errno = 0;
    try {
        listener.bind();
    } catch (const std::exception& failure) {
        const int error = errno != 0 ? errno : EADDRINUSE;
        throw std::system_error(error, std::generic_category(),
                                "cannot listen on " + crew.settings.address + ":" + std::to_string(crew.settings.port));
    }
    port = static_cast<std::uint16_t>(listener.getPort());
    listening = find_new_listening_descriptor(before, port);
}

void Server::State::stop_accepting() const {
    // Pistache can only stop everything at once. A dead socket in place of the listening one closes that one and takes
    // it out of the accept loop's epoll, while the number stays Pistache's own to close. It must be a socket: an accept
    // under way then fails with EINVAL, which Pistache survives, and not with ENOTSOCK, which it does not.
    const int dead = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (dead < 0) return;
    ::dup3(dead, listening, O_CLOEXEC);
    ::close(dead);
}

Server::Server(const ServerSettings& settings, Application& application)
    : state_(std::make_unique<State>(settings, application)) {
    state_->bind();
}

Server::~Server() {
    if (state_->started && !state_->drained) drain(std::chrono::milliseconds{0});
}

std::uint16_t Server::port() const { return state_->port; }

void Server::start() {
    state_->listener.runThreaded();
    state_->started = true;
}

bool Server::drain(std::chrono::milliseconds limit) {
    auto& crew = state_->crew;
    if (!state_->started || std::exchange(state_->drained, true)) return true;
    state_->stop_accepting();
    crew.enter(Stage::draining);
    std::unique_lock lock(crew.mutex);
    const auto all_gone = [&] { return crew.draining_workers == crew.mailboxes.size() && crew.connections == 0; };
    if (crew.changed.wait_for(lock, limit, all_gone)) return true;
    lock.unlock();
    crew.enter(Stage::closing);
    lock.lock();
    // A worker that is inside the application cannot close anything yet.
    const bool closed = crew.changed.wait_for(lock, std::chrono::seconds{1}, all_gone);
    return closed && crew.cut_off == 0;
}

}  // namespace orion::http

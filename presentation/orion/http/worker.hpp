#pragma once

// Private to this folder: the only header that shows Pistache.

#include "orion/http/connection.hpp"
#include "orion/http/mailbox.hpp"

#include <pistache/peer.h>
#include <pistache/tcp.h>
#include <pistache/transport.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace orion::http {

/// What the workers of one server share. Outlives them.
struct Crew {
    const ServerSettings settings;
    Application& application;
    std::size_t max_connections = 0;
    std::vector<std::shared_ptr<Mailbox>> mailboxes;  ///< one per worker; fixed before the threads start

    std::atomic<Stage> stage = Stage::serving;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> cut_off = 0;  ///< connections closed with a request unanswered or half read
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t draining_workers = 0;  ///< guarded by `mutex`

    Crew(ServerSettings server_settings, Application& served)
        : settings(std::move(server_settings)), application(served) {}

    /// Changes the stage and lets every worker see it.
    void enter(Stage next);
    void leave();
};

/// Receives what Pistache's listener has accepted.
class Arrivals : public Pistache::Tcp::Handler {
public:
    Arrivals() = default;
    std::shared_ptr<Pistache::Tcp::Handler> clone() const override { return std::make_shared<Arrivals>(); }
    void onInput(const char*, std::size_t, const std::shared_ptr<Pistache::Tcp::Peer>&) override {}
    void onConnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override;

    std::vector<std::shared_ptr<Pistache::Tcp::Peer>> take() { return std::exchange(peers_, {}); }
    /// From now on closes what arrives and throws to keep Pistache from registering it.
    void shut() { shut_ = true; }

private:
    std::vector<std::shared_ptr<Pistache::Tcp::Peer>> peers_;
    bool shut_ = false;
};

/// One thread of Pistache's reactor with its connections. Pistache's own transport is kept only to take over accepted
/// peers and to close them; its reading, its write queue and its timers, which address clients by descriptor, are not
/// used. In epoll, too, a connection is known by its identity: an event that outlives its connection finds nobody.
class Worker : public Pistache::Tcp::Transport {
public:
    explicit Worker(Crew& crew) : Worker(crew, std::make_shared<Arrivals>()) {}
    ~Worker() override;

    std::shared_ptr<Pistache::Aio::Handler> clone() const override { return std::make_shared<Worker>(crew_); }
    void registerPoller(Pistache::Polling::Epoll& poller) override;
    void onReady(const Pistache::Aio::FdSet& events) override;

private:
    using Clock = Connection::Clock;
    struct Client {
        Client(ConnectionId id, std::shared_ptr<Pistache::Tcp::Peer> accepted,
               const ConnectionSurroundings& surroundings)
            : peer(std::move(accepted)), connection(id, peer->fd(), peer->address().host(), surroundings) {}
        std::shared_ptr<Pistache::Tcp::Peer> peer;
        Connection connection;
    };

    Worker(Crew& crew, std::shared_ptr<Arrivals> arrivals);

    void take_arrivals(Pistache::Polling::Tag tag);
    void open(const std::shared_ptr<Pistache::Tcp::Peer>& peer);
    template <class Step>
    void with(ConnectionId id, Step step);
    void settle(ConnectionId id, Client& client);
    void close(ConnectionId id);
    void take_mail();
    void see_stage();
    void take_turns();
    void expire();
    void schedule(Clock::time_point when);

    Crew& crew_;
    std::shared_ptr<Arrivals> arrivals_;
    std::shared_ptr<Mailbox> mailbox_;
    int timer_ = -1;
    Clock::time_point wake_at_ = Clock::time_point::max();
    Clock::time_point now_{};
    std::set<std::uint64_t> pistache_tags_;
    std::unordered_map<ConnectionId, Client> clients_;
    ConnectionId next_id_ = 0;
    std::vector<ConnectionId> turns_;
    ConnectionSurroundings surroundings_;
    Stage seen_stage_ = Stage::serving;
};

}  // namespace orion::http

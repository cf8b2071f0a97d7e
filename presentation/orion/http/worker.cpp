#include "orion/http/worker.hpp"

#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace orion::http {
namespace {

using namespace std::chrono_literals;
namespace tcp = Pistache::Tcp;
namespace polling = Pistache::Polling;

// Pistache tags with descriptors, which are smaller than these.
constexpr std::uint64_t mail_tag = std::uint64_t{1} << 40;
constexpr std::uint64_t timer_tag = mail_tag + 1;
constexpr std::uint64_t first_connection_tag = std::uint64_t{1} << 41;

/// Above the limit so many more are told 503; the rest is just closed.
constexpr std::size_t max_turned_away = 64;
/// Pistache can lose the wake-up for an accepted connection (it empties its eventfd after its queue), so we look.
constexpr auto arrivals_check_interval = 250ms;
constexpr auto shortest_sleep = 5ms;

struct Shut {};

}  // namespace

void Crew::enter(Stage next) {
    stage = next;
    for (const auto& mailbox : mailboxes) mailbox->wake();
}

void Crew::leave() {
    if (--connections > 0 || stage == Stage::serving) return;
    const std::lock_guard lock(mutex);
    changed.notify_all();
}

void Arrivals::onConnection(const std::shared_ptr<tcp::Peer>& peer) {
    if (shut_) {
        ::close(peer->fd());
        throw Shut{};
    }
    peers_.push_back(peer);
}

Worker::Worker(Crew& crew, std::shared_ptr<Arrivals> arrivals)
    : Transport(arrivals),
      crew_(crew),
      arrivals_(std::move(arrivals)),
      mailbox_(std::make_shared<Mailbox>()),
      surroundings_{crew.settings, crew.application, mailbox_, crew.stage} {}

Worker::~Worker() {
    // The thread has ended and the reactor is going: only descriptors are left to be closed.
    mailbox_->close();
    for (const auto& [id, client] : clients_) {
        ::close(client.peer->fd());
        crew_.leave();
    }
    arrivals_->shut();
    for (const auto tag : pistache_tags_) {
        for (bool more = true; more;) {
            more = false;
            try {
                Transport::onReady(Pistache::Aio::FdSet({polling::Event(polling::Tag(tag))}));
            } catch (const Shut&) {
                more = true;
            }
        }
    }
    if (timer_ >= 0) ::close(timer_);
}

void Worker::registerPoller(polling::Epoll& poller) {
    Transport::registerPoller(poller);
    const Pistache::Flags<polling::NotifyOn> read(polling::NotifyOn::Read);
    poller.addFd(mailbox_->descriptor(), read, polling::Tag(mail_tag));
    timer_ = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (timer_ < 0) throw std::system_error(errno, std::generic_category(), "timerfd_create");
    poller.addFd(timer_, read, polling::Tag(timer_tag));
    schedule(Clock::now() + arrivals_check_interval);
    crew_.mailboxes.push_back(mailbox_);
}

void Worker::onReady(const Pistache::Aio::FdSet& events) {
    const Mailbox::OwnThread here(*mailbox_);
    now_ = Clock::now();
    for (const auto& event : events) {
        const auto tag = event.getTag();
        if (tag.value() == mail_tag) {
            take_mail();
        } else if (tag.value() == timer_tag) {
            expire();
        } else if (tag.value() < mail_tag) {
            take_arrivals(tag);
        } else {
            with(tag.value() - first_connection_tag, [&](Connection& connection) {
                if (event.isHangup()) return connection.on_hang_up();
                if (event.isWritable()) connection.on_writable(now_);
                if (event.isReadable()) connection.on_readable(now_);
            });
        }
    }
    // Whoever wants to go on does so after the others' events.
    if (!turns_.empty()) mailbox_->wake();
}

void Worker::take_arrivals(polling::Tag tag) {
    pistache_tags_.insert(tag.value());
    Transport::onReady(Pistache::Aio::FdSet({polling::Event(tag)}));
    for (const auto& peer : arrivals_->take()) open(peer);
}

void Worker::open(const std::shared_ptr<tcp::Peer>& peer) {
    const auto present = crew_.connections++;
    const auto id = next_id_++;
    clients_.try_emplace(id, id, peer, surroundings_);
    if (present >= crew_.max_connections + max_turned_away) return close(id);
    reactor()->modifyFd(key(), peer->fd(),
                        polling::NotifyOn::Read | polling::NotifyOn::Write | polling::NotifyOn::Shutdown,
                        polling::Tag(first_connection_tag + id), polling::Mode::Edge);
    with(id, [&](Connection& connection) {
        if (present >= crew_.max_connections) {
            connection.turn_away(now_);
        } else {
            connection.on_readable(now_);
        }
    });
}

/// Lets a connection act, if it still exists, and then delivers what the application has answered meanwhile.
template <class Step>
void Worker::with(ConnectionId id, Step step) {
    const auto act = [this](ConnectionId whose, auto&& what) {
        const auto found = clients_.find(whose);
        if (found == clients_.end()) return;
        what(found->second.connection);
        settle(whose, found->second);
    };
    act(id, step);
    while (auto answer = mailbox_->take_own()) {
        act(answer->connection, [&](Connection& connection) { connection.on_answer(std::move(*answer), now_); });
    }
}

void Worker::settle(ConnectionId id, Client& client) {
    if (client.connection.is_closed()) return close(id);
    if (client.connection.wants_turn()) turns_.push_back(id);
    schedule(client.connection.deadline());
}

void Worker::close(ConnectionId id) {
    const auto client = clients_.extract(id);
    removePeer(client.mapped().peer);
    crew_.leave();
}

void Worker::take_mail() {
    for (auto& answer : mailbox_->take()) {
        with(answer.connection, [&](Connection& connection) { connection.on_answer(std::move(answer), now_); });
    }
    if (crew_.stage != seen_stage_) see_stage();
    take_turns();
}

void Worker::see_stage() {
    const auto before = std::exchange(seen_stage_, crew_.stage.load());
    // By value: what follows inserts tags and closes connections.
    for (const auto tag : std::set(pistache_tags_)) take_arrivals(polling::Tag(tag));
    std::vector<ConnectionId> ids;
    for (const auto& [id, client] : clients_) ids.push_back(id);
    for (const auto id : ids) {
        with(id, [&](Connection& connection) {
            if (seen_stage_ == Stage::draining) return connection.on_readable(now_);
            if (connection.is_busy()) ++crew_.cut_off;
            connection.on_hang_up();
        });
    }
    if (before != Stage::serving) return;
    const std::lock_guard lock(crew_.mutex);
    ++crew_.draining_workers;
    crew_.changed.notify_all();
}

void Worker::take_turns() {
    for (const auto id : std::exchange(turns_, {})) {
        with(id, [&](Connection& connection) { connection.on_turn(now_); });
    }
}

void Worker::expire() {
    std::uint64_t ignored = 0;
    static_cast<void>(!::read(timer_, &ignored, sizeof ignored));
    for (const auto tag : std::set(pistache_tags_)) take_arrivals(polling::Tag(tag));
    auto next = now_ + arrivals_check_interval;
    std::vector<ConnectionId> due;
    for (const auto& [id, client] : clients_) {
        if (client.connection.deadline() <= now_) {
            due.push_back(id);
        } else {
            next = std::min(next, client.connection.deadline());
        }
    }
    wake_at_ = Clock::time_point::max();
    for (const auto id : due) {
        with(id, [&](Connection& connection) { connection.on_deadline(now_); });
    }
    schedule(next);
}

void Worker::schedule(Clock::time_point when) {
    if (when >= wake_at_) return;
    wake_at_ = std::max(when, now_ + shortest_sleep);
    const auto since_epoch = wake_at_.time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_epoch);
    itimerspec setting{};
    setting.it_value.tv_sec = seconds.count();
    setting.it_value.tv_nsec = std::chrono::nanoseconds(since_epoch - seconds).count();
    ::timerfd_settime(timer_, TFD_TIMER_ABSTIME, &setting, nullptr);
}

}  // namespace orion::http

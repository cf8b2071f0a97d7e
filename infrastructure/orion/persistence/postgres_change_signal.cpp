#include "orion/persistence/postgres_change_signal.hpp"

#include "orion/persistence/database_error.hpp"
#include "orion/persistence/session.hpp"
#include "orion/resilience/retry.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <random>
#include <system_error>

namespace orion::persistence {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

/// Between two messages to others; what is committed meanwhile shares the next one.
constexpr auto telling_gap = 3ms;
/// A connection of which nothing was heard for so long is asked.
constexpr auto silence = 10s;
constexpr auto reconnect_min = 200ms;
constexpr auto reconnect_max = 2'000ms;

std::string new_sender() {
    std::random_device random;
    return std::to_string(random()) + "-" + std::to_string(random());
}

int new_bell() {
    const int bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell < 0) throw std::system_error{errno, std::generic_category(), "an event descriptor"};
    return bell;
}

}  // namespace

PostgresChangeSignal::PostgresChangeSignal(const PostgresOptions& options)
    : link_{detail::PostgresLink::of(options, detail::PostgresLink::Purpose::direct)},
      sender_{new_sender()},
      bell_{new_bell()} {}

PostgresChangeSignal::~PostgresChangeSignal() {
    stopping_ = true;
    eventfd_write(bell_, 1);
    if (thread_.joinable()) thread_.join();
    close(bell_);
}

void PostgresChangeSignal::start() {
    std::call_once(started_, [this] { thread_ = std::thread{[this] { run(); }}; });
}

bool PostgresChangeSignal::wait(Mark since, steady_clock::time_point deadline) {
    start();
    return LocalChangeSignal::wait(since, deadline);
}

void PostgresChangeSignal::committed() {
    wake();
    start();
    if (!to_tell_.exchange(true)) eventfd_write(bell_, 1);
}

void PostgresChangeSignal::rest(std::chrono::milliseconds time, int socket) {
    std::array<pollfd, 2> both{
        {{.fd = bell_, .events = POLLIN, .revents = 0}, {.fd = socket, .events = POLLIN, .revents = 0}}};
    poll(both.data(), both.size(), static_cast<int>(time.count()));
    eventfd_t rung = 0;
    eventfd_read(bell_, &rung);
}

void PostgresChangeSignal::run() {
    resilience::GrowingPause pause{reconnect_min, reconnect_max};
    while (!stopping_) {
        const auto begin = steady_clock::now();
        try {
            listen();
        } catch (const std::exception&) {
            // Whoever needs the database learns it there.
        }
        if (steady_clock::now() > begin + silence) pause.start_over();
        // Something may have been missed.
        wake();
        const auto until = steady_clock::now() + resilience::random_part(pause.next());
        while (!stopping_ && steady_clock::now() < until)
            rest(std::chrono::ceil<std::chrono::milliseconds>(until - steady_clock::now()), -1);
    }
}

void PostgresChangeSignal::listen() {
    detail::PostgresConnection connection{link_};
    connection.run_script("LISTEN orion_changes");
    constexpr std::array<detail::Kind, 1> one_text{detail::Kind::text};
    connection.execute("SELECT coalesce(current_schema(), '')", {}, one_text);
    const auto here = connection.text(0) + " ";
    const auto own = here + sender_;
    wake();
    auto heard = steady_clock::now();
    while (!stopping_) {
        const bool telling = to_tell_.exchange(false);
        try {
            if (telling) tell(connection);
        } catch (...) {
            to_tell_ = true;  // on the next connection
            throw;
        }
        const auto payloads = connection.notifications();
        if (telling || !payloads.empty()) heard = steady_clock::now();
        if (std::ranges::any_of(payloads, [&](const auto& each) { return each.starts_with(here) && each != own; }))
            wake();
        if (connection.is_broken()) return;
        if (steady_clock::now() > heard + silence) {
            if (!connection.answers_within(1s)) return;
            heard = steady_clock::now();
        }
        if (telling)
            std::this_thread::sleep_for(telling_gap);
        else
            rest(1s, connection.socket());
    }
}

void PostgresChangeSignal::tell(detail::PostgresConnection& connection) {
    constexpr std::array<detail::Kind, 1> one_text{detail::Kind::text};
    const std::array<detail::Parameter, 1> sender{detail::parameter(sender_)};
    connection.execute("SELECT pg_notify('orion_changes', coalesce(current_schema(), '') || ' ' || :1)::text", sender,
                       one_text);
    connection.close();
}

}  // namespace orion::persistence

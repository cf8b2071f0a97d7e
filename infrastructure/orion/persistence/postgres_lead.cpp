#include "orion/persistence/postgres_lead.hpp"

#include "orion/persistence/postgres_pool.hpp"

namespace orion::persistence {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

/// How long a leader may believe in a connection of which it hears nothing.
constexpr auto belief = 1s;

class ConnectionLead final : public Lead {
public:
    explicit ConnectionLead(std::unique_ptr<Session> session) : session_{std::move(session)} {}

    bool held() override {
        auto& connection = PostgresPool::connection_of(*session_);
        if (!connection.is_sound()) return false;
        if (steady_clock::now() < heard_ + belief) return true;
        if (!connection.answers_within(belief)) return false;
        heard_ = steady_clock::now();
        return true;
    }

private:
    std::unique_ptr<Session> session_;
    steady_clock::time_point heard_ = steady_clock::now();
};

}  // namespace

PostgresLeads::PostgresLeads(const PostgresOptions& options)
    : link_{detail::PostgresLink::of(options, detail::PostgresLink::Purpose::direct)} {}

PostgresLeads::~PostgresLeads() = default;

std::unique_ptr<Session> PostgresLeads::take() {
    {
        const std::lock_guard lock{mutex_};
        if (spare_ && PostgresPool::connection_of(*spare_).is_sound()) return std::move(spare_);
        spare_.reset();
    }
    return std::make_unique<Session>(std::make_unique<detail::PostgresConnection>(link_));
}

std::unique_ptr<Lead> PostgresLeads::try_lead(std::string_view role) {
    try {
        auto session = take();
        const auto locked = session->row<std::int64_t>(
            "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || ' leads ' || :1, 0))", role);
        if (locked && std::get<0>(*locked) == 1) return std::make_unique<ConnectionLead>(std::move(session));
        const std::lock_guard lock{mutex_};
        spare_ = std::move(session);
    } catch (const DatabaseFailure&) {
        // The next attempt may find a server.
    }
    return nullptr;
}

}  // namespace orion::persistence

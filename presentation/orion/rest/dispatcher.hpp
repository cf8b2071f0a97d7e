#pragma once

#include "orion/http/server.hpp"
#include "orion/ports/id_generator.hpp"
#include "orion/ports/log.hpp"
#include "orion/rest/authentication.hpp"
#include "orion/rest/bounded_pool.hpp"
#include "orion/rest/edge.hpp"
#include "orion/rest/router.hpp"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

struct DispatcherSettings {
    unsigned write_threads = 32;
    std::size_t max_queued_writes = 1024;  ///< more are answered 503
    unsigned password_threads = 4;
    std::size_t max_queued_passwords = 64;  ///< more are answered 503
};

/// Takes every request of the process to its route: correlation id, host, route, load, how many the client may send,
/// who asks, whether he may, what the client accepts and sends, query, body, handler, and the answer's errors, headers
/// and log line. Who may not call learns nothing of what a call needs. Reads are handled where they arrive, writes in a
/// pool, so that many of them can share a commit, and what needs a password to be hashed in a small one. Thread-safe.
/// Going away, it finishes what it took.
class Dispatcher : public http::Application {
public:
    struct Ports {
        const Edge& edge;
        Authenticator& authenticator;
        IdGenerator& ids;
        Log& log;
    };
    /// Contract: at least one thread of each kind. The routes' use cases and the ports outlive this.
    Dispatcher(std::vector<Route> routes, const Ports& ports, const DispatcherSettings& settings);

    void serve(http::Request request, http::Responder respond) override;
    http::Response refuse(int status, std::string_view reason, const http::Request& request) override;

    /// `serve` for whoever has no connection. `delivery` is used exactly once, on any thread.
    void dispatch(http::Request request, std::unique_ptr<Delivery> delivery);

    const std::vector<Route>& routes() const { return router_.routes(); }

private:
    struct Job {
        const Route* route;
        TraceContext trace;
        Call call;
        Answer answer;
    };

    /// False, and `job` left as it was, when there is no room for it.
    bool enqueue(Job& job);
    void begin(http::Request request, TraceContext trace, Answer answer);
    void run(Job job) noexcept;
    std::expected<void, Problem> admit(const Route& route, Call& call, Answer& answer) const;
    std::expected<void, Problem> admit_client(const Route& route, Call& call, Answer& answer) const;
    std::string fresh_correlation_id();

    const Router router_;
    const Ports ports_;
    const std::size_t max_queued_writes_;
    BoundedPool<Job> writes_;
    BoundedPool<Job> passwords_;
};

}  // namespace orion::rest

#pragma once

#include "orion/http/message.hpp"
#include "orion/rest/access.hpp"
#include "orion/rest/answer.hpp"
#include "orion/rest/caller.hpp"
#include "orion/rest/features.hpp"
#include "orion/rest/target.hpp"
#include "orion/rest/traffic.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orion::rest {

struct PathParameter {
    std::string_view name;
    std::string value;
};

/// A request that the dispatcher has admitted.
struct Call {
    http::Request request;
    std::vector<PathParameter> path;
    Query query;
    boost::json::object body;  ///< empty where the route takes none
    Caller caller{};
    std::string client{};  ///< the address of who sent it

    /// Whose account it is. Contract: the route's rule is `user` or above.
    const SignedIn& person() const;

    /// Contract: the route's pattern has a `{name}`.
    std::string_view parameter(std::string_view name) const;

    /// The id in the path: 404 with the code that an unknown one has, if it is malformed.
    template <class Identity>
    std::expected<Identity, Problem> id(std::string_view name, ErrorCode unknown) const {
        if (auto parsed = Identity::parse(parameter(name))) return *parsed;
        return refuse(404, unknown, "There is nothing here under this id.");
    }
};

enum class Runs {
    on_http_thread,
    in_write_pool,
    in_password_pool,  ///< waits for passwords to be hashed: a flood of log-ins takes no thread from shoppers
};
enum class Body { none, optional, required };

/// One row of the API.
struct Route {
    std::string_view method;   ///< `GET` answers HEAD too
    std::string_view pattern;  ///< `/api/v1/products/{id}`
    Access access;             ///< no default: a route without a rule does not start
    std::function<void(const Call&, Answer)> handler;
    Runs runs = Runs::on_http_thread;
    Body body = Body::none;
    Privacy privacy = Privacy::open;
    Traffic traffic = Traffic::shopping;
    Feature feature = nullptr;
    std::string_view media_type = "application/json";  ///< of a success
    std::vector<std::string_view> query{};             ///< the parameters it knows: its QueryFields refuses others
    std::vector<std::string_view> body_types{};        ///< if not JSON: the handler reads the body as it was sent
};

/// A handler that knows its answer when it returns.
std::function<void(const Call&, Answer)> answering(std::function<Outcome(const Call&)> handler);

/// Finds the route of a path in a tree of its segments. A literal segment wins over a parameter; a parameter takes any
/// segment that is not empty.
class Router {
public:
    /// Contract: no two routes of one method and pattern; each says who may call it, and what not everybody may is
    /// personal.
    explicit Router(std::vector<Route> routes);

    struct Match {
        const Route* route;  ///< null: the path exists, but not for this method
        std::vector<PathParameter> parameters;
        std::string allow;  ///< the methods that the path has, for `Allow`
    };
    /// Nothing for an unknown path.
    std::optional<Match> find(std::string_view method, const std::vector<std::string>& segments) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    struct Node {
        std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
        std::unique_ptr<Node> parameter;
        std::string_view parameter_name;
        std::vector<const Route*> routes;
    };
    void insert(const Route& route);

    std::vector<Route> routes_;
    Node root_;
};

}  // namespace orion::rest

#include "orion/rest/router.hpp"

#include <algorithm>
#include <utility>

namespace orion::rest {
namespace {

std::string allow_of(const std::vector<const Route*>& routes) {
    std::string allow;
    for (const auto* route : routes) {
        allow += route->method;
        allow += route->method == "GET" ? ", HEAD, " : ", ";
    }
    return allow + "OPTIONS";
}

constexpr bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

}  // namespace

std::string_view Call::parameter(std::string_view name) const {
    const auto found = std::ranges::find(path, name, &PathParameter::name);
    contract(found != path.end(), "the route has no such path parameter");
    return found->value;
}

const SignedIn& Call::person() const {
    contract(caller.person.has_value(), "the route lets guests in");
    return *caller.person;
}

std::function<void(const Call&, Answer)> answering(std::function<Outcome(const Call&)> handler) {
    return [handler = std::move(handler)](const Call& call, Answer answer) { answer(handler(call)); };
}

Router::Router(std::vector<Route> routes) : routes_{std::move(routes)} {
    for (const auto& route : routes_) insert(route);
}

void Router::insert(const Route& route) {
    contract(route.access != Access{}, "a route has no rule for who may call it");
    contract(route.access == Access::anyone || route.privacy == Privacy::personal,
             "what not everybody may see is personal");
    Node* node = &root_;
    auto rest = route.pattern;
    while (!rest.empty()) {
        rest.remove_prefix(1);
        const auto segment = rest.substr(0, rest.find('/'));
        rest.remove_prefix(segment.size());
        if (is_parameter(segment)) {
            const auto name = segment.substr(1, segment.size() - 2);
            contract(!node->parameter || node->parameter_name == name, "a path parameter has two names");
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node->parameter_name = name;
            node = node->parameter.get();
        } else {
            auto& child = node->literals[std::string{segment}];
            if (!child) child = std::make_unique<Node>();
            node = child.get();
        }
    }
    contract(std::ranges::find(node->routes, route.method, &Route::method) == node->routes.end(),
             "two routes have the same method and path");
    node->routes.push_back(&route);
}

std::optional<Router::Match> Router::find(std::string_view method, const std::vector<std::string>& segments) const {
    const Node* node = &root_;
    Match match{};
    for (const auto& segment : segments) {
        if (const auto literal = node->literals.find(segment); literal != node->literals.end()) {
            node = literal->second.get();
        } else if (node->parameter && !segment.empty() && !segment.contains('\0')) {
            match.parameters.push_back({node->parameter_name, segment});
            node = node->parameter.get();
        } else {
            return std::nullopt;
        }
    }
    if (node->routes.empty()) return std::nullopt;
    const auto wanted = method == "HEAD" ? std::string_view{"GET"} : method;
    const auto route = std::ranges::find(node->routes, wanted, &Route::method);
    match.route = route == node->routes.end() ? nullptr : *route;
    match.allow = allow_of(node->routes);
    return match;
}

}  // namespace orion::rest

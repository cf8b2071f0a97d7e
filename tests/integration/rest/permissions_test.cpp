#include "orion/rest/access.hpp"
#include "orion/rest/json_writer.hpp"

#include "integration/rest/openapi_checks.hpp"
#include "support/rest_shop.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace orion;
using identity::Role;
namespace json = boost::json;
using Headers = std::vector<http::Header>;

namespace {

enum class Whose { own, foreign };

/// Somebody at the door. Nobody knows the token of an impostor.
struct Visitor {
    std::string name;
    std::optional<Role> role;
    bool is_impostor = false;
    std::optional<identity::Scopes> scopes{};  ///< of a program
};

const std::vector<Visitor> visitors{
    {"guest", {}},
    {"customer", Role::customer},
    {"staff", Role::staff},
    {"manager", Role::manager},
    {"admin", Role::admin},
    {"bad token", {}, true},
    {"program that may everything", {}, false, identity::Scopes{identity::scopes.begin(), identity::scopes.end()}},
    {"program that may nothing", {}, false, identity::Scopes{}}};

/// What the API's description says of one operation.
struct Operation {
    std::string method;
    std::string path;
    const json::object* description;

    bool lets(std::string_view role) const {
        return std::ranges::any_of(description->at("x-roles").as_array(),
                                   [role](const auto& name) { return name.as_string() == role; });
    }
    bool has_owner() const { return lets("owner") || (!lets("guest") && lets("customer") && path.contains('{')); }

    /// The scope that a program needs; empty where no key opens.
    std::string scope() const {
        if (const auto* const security = description->if_contains("security")) {
            for (const auto& way : security->as_array())
                if (const auto* const key = way.as_object().if_contains("api_key"))
                    return std::string{key->as_array().at(0).as_string()};
        }
        return {};
    }

    /// 200 stands for every success.
    int expected(const Visitor& visitor, Whose whose) const {
        if (visitor.is_impostor) return 401;
        if (visitor.scopes) return lets("guest") || (!scope().empty() && !visitor.scopes->empty()) ? 200 : 403;
        if (scope() == "tokens:validate") return visitor.role ? 403 : 401;
        const bool is_let = lets(visitor.name);
        if (is_let && (lets("owner") || !has_owner())) return 200;
        if (is_let || lets("owner")) return whose == Whose::own ? 200 : 404;
        return visitor.role ? 403 : 401;
    }
};

/// A shop with one of everything that the description's examples name, and what belongs to the visitor.
class Visit {
public:
    explicit Visit(const Visitor& visitor, Whose whose) : whose_{whose} {
        auto owner = add_account();
        if (visitor.is_impostor) authorization_ = "Bearer forged";
        if (visitor.scopes) key_ = shop_.program(*visitor.scopes);
        if (visitor.role) {
            auto signed_in = shop_.sign_in(*visitor.role, "visitor@example.com");
            authorization_ = "Bearer " + signed_in.access_token.expose();
            visitor_ = signed_in.user.id;
            if (whose == Whose::own) owner = std::move(signed_in);
        }
        add_belongings(owner);
        add_shelf();
        add_cart();
        add_order();
        add_key();
        examples_["TEA-ASSAM-250"] = "TEA";
    }

    http::Response call(const test::OpenapiChecks& api, const Operation& operation) {
        if (visitor_) prepare_second_factor(operation);
        auto path = operation.path;
        Headers headers;
        if (!authorization_.empty()) headers.push_back({"Authorization", authorization_});
        if (!key_.empty()) headers.push_back({"X-Api-Key", key_});
        for (const auto& each : operation.description->at("parameters").as_array())
            fill_in(api.resolved(each).as_object(), path, headers);
        std::string body;
        if (const auto* described = operation.description->if_contains("requestBody")) {
            const auto& example = api.example_of(described->as_object());
            body = example.is_string() ? std::string{example.as_string()} : json::serialize(example);
            headers.push_back({"Content-Type", media_type_of(described->as_object())});
        }
        return shop_.client().ask(operation.method, with_our_own(path), headers, with_our_own(body));
    }

private:
    static std::string media_type_of(const json::object& request_body) {
        return std::string{request_body.at("content").as_object().begin()->key()};
    }

    /// Max, who lost his password, and has not verified his address.
    identity::SignedIn add_account() {
        shop_.sign_in(Role::admin, "boss@example.com");  // so that an admin can go
        auto max = shop_.sign_in(Role::customer, "max@example.com");
        contract(shop_.accounts.request_password_reset.execute("max@example.com").has_value(), "max is written to");
        const auto& mails = shop_.accounts.identity;
        examples_["019c13f2-7a00-7000-8000-0000000000e2"] = max.user.id.to_string();
        examples_["k0p1Tm9mXw8ZB2rYV5dQ7sN3hJ6gL4cF1aE0uR9iO8M"] = max.refresh_token.expose();
        examples_["Vw7pQ9mXw8ZB2rYV5dQ7sN3hJ6gL4cF1aE0uR9iO8Mk"] =
            mails.published<identity::VerificationRequested>().back().token.expose();
        examples_["Zs3pQ9mXw8ZB2rYV5dQ7sN3hJ6gL4cF1aE0uR9iO8Mk"] =
            mails.published<identity::PasswordResetRequested>().back().token.expose();
        return max;
    }

    void add_belongings(const identity::SignedIn& owner) {
        FieldErrors errors;
        auto address = Address::parse(
            {.name = "Zoë", .line1 = "1 High St", .city = "Leeds", .postcode = "LS1 4AP", .country = "GB"}, "", errors);
        const auto saved = shop_.accounts.add_address.execute({.user = owner.user.id, .address = *std::move(address)});
        examples_["019c13f2-7a00-7000-8000-0000000000d1"] = saved->id.to_string();
        examples_["019c13f2-7a00-7000-8000-0000000000f1"] = owner.session.to_string();
    }

    /// An empty one; the tea stands there already.
    void add_shelf() {
        auto& catalogue = shop_.catalog;
        const auto shelf = *catalog::Category::create(
            {.id = catalogue.ids.next<CategoryId>(), .slug = *catalog::Slug::parse("shelf"), .name = "Shelf"}, nullptr);
        contract(catalogue.store()
                     .transact([&](catalog::CatalogWork& work) { return work.categories().save(shelf); })
                     .has_value(),
                 "the shelf is stored");
        examples_["019c13f2-7a00-7000-8000-0000000000a1"] = catalogue.state().products.begin()->first.to_string();
        examples_["019c13f2-7a00-7000-8000-0000000000b1"] = shelf.id().to_string();
    }

    void add_cart() {
        const auto created = json::parse(shop_.client().ask("POST", "/api/v1/carts").body);
        cart_token_ = std::string{created.at("cart_token").as_string()};
        const std::string cart{created.at("id").as_string()};
        shop_.ordering.carts.carts.insert_or_assign(
            *CartId::parse(cart),
            ordering::CheckoutCart{.currency = test::pounds, .lines = {shop_.ordering.line("TEA", "Tea", 2, 899)}});
        examples_["019c13f2-7a00-7000-8000-0000000000c1"] = cart;
    }

    void add_order() {
        const auto cart = test::numbered<CartId>(99);
        shop_.ordering.fill(cart);
        const auto order = shop_.ordering.place({.cart = cart})->order;
        order_token_ = std::string{shop_.ordering.tokens.issue(order).expose()};
        examples_["019c13f2-7a00-7000-8000-000000000001"] = order.to_string();
    }

    /// As far as it has to be for `operation` to succeed.
    void prepare_second_factor(const Operation& operation) {
        auto& accounts = shop_.accounts;
        if (operation.path.ends_with("/totp/confirm"))
            contract(accounts.begin_second_factor(*visitor_).has_value(), "a second factor is begun");
        if (operation.path.ends_with("/totp") && operation.method == "DELETE") {
            accounts.secure(*visitor_);
            accounts.identity.clock.advance(std::chrono::seconds{30});
        }
        examples_["287082"] = accounts.code().expose();
    }

    void add_key() {
        shop_.program({identity::Scope::orders_read});
        examples_["019c13f2-7a00-7000-8000-0000000000ab"] =
            shop_.accounts.identity.state().api_keys.begin()->first.to_string();
    }

    void fill_in(const json::object& parameter, std::string& path, Headers& headers) const {
        const std::string name{parameter.at("name").as_string()};
        if (parameter.at("in").as_string() == "path") {
            const auto braced = '{' + name + '}';
            path.replace(path.find(braced), braced.size(), parameter.at("example").as_string());
        } else if (name == "Idempotency-Key") {
            headers.push_back({name, "one-time-key"});
        } else if (whose_ == Whose::own && name == "X-Cart-Token") {
            headers.push_back({name, cart_token_});
        } else if (whose_ == Whose::own && name == "X-Order-Token") {
            headers.push_back({name, order_token_});
        }
    }

    std::string with_our_own(std::string text) const {
        for (const auto& [example, ours] : examples_) {
            for (auto at = text.find(example); at != std::string::npos; at = text.find(example, at + ours.size()))
                text.replace(at, example.size(), ours);
        }
        return text;
    }

    Whose whose_;
    test::RestShop shop_;
    std::optional<UserId> visitor_;
    std::string authorization_;
    std::string key_;
    std::string cart_token_;
    std::string order_token_;
    std::map<std::string, std::string> examples_;
};

std::vector<Operation> operations_of(const test::OpenapiChecks& api) {
    std::vector<Operation> found;
    for (const auto& path : api.document().at("paths").as_object()) {
        for (const auto& method : path.value().as_object()) {
            std::string verb{method.key()};
            std::ranges::transform(verb, verb.begin(), [](unsigned char c) { return std::toupper(c); });
            found.push_back({verb, std::string{path.key()}, &method.value().as_object()});
        }
    }
    return found;
}

}  // namespace

TEST_SUITE("rest/permissions") {
    TEST_CASE("every route, asked as every role, for what is his own and for what is not") {
        const test::OpenapiChecks api;
        for (const auto& operation : operations_of(api)) {
            for (const auto& visitor : visitors) {
                for (const auto whose : {Whose::own, Whose::foreign}) {
                    const auto response = Visit{visitor, whose}.call(api, operation);
                    CAPTURE(operation.method);
                    CAPTURE(operation.path);
                    CAPTURE(visitor.name);
                    CAPTURE((whose == Whose::own));
                    CAPTURE(response.body);
                    const int status = response.status / 100 == 2 ? 200 : response.status;
                    CHECK(status == operation.expected(visitor, whose));
                    CHECK(api.fault_of(operation.method, operation.path, response) == "");
                }
            }
        }
    }

    TEST_CASE("the description names for every route who may call it, and with what") {
        test::RestShop shop;
        const test::OpenapiChecks api;
        for (const auto& operation : operations_of(api)) {
            CAPTURE(operation.method);
            CAPTURE(operation.path);
            const auto& routes = shop.dispatcher.routes();
            const auto route = std::ranges::find_if(routes, [&](const auto& candidate) {
                return candidate.method == operation.method && candidate.pattern == operation.path;
            });
            REQUIRE(route != routes.end());
            json::array roles;
            for (const auto name : rest::roles_of(route->access)) roles.emplace_back(name);
            CHECK(json::serialize(operation.description->at("x-roles")) == json::serialize(roles));

            const auto* security = operation.description->if_contains("security");
            const auto text = security ? json::serialize(*security) : "[]";
            const bool needs_account = !operation.lets("guest") && !operation.lets("owner");
            const auto scope = rest::scope_of(*route);
            const auto by_key = scope ? R"({"api_key":[")" + std::string{scope_name(*scope)} + R"("]})" : "";
            if (route->access == rest::Access::key)
                CHECK(text == "[" + by_key + "]");
            else if (needs_account)
                CHECK(text == R"([{"bearer":[]})" + (scope ? "," + by_key : "") + "]");
            else
                CHECK(text.ends_with(scope ? "," + by_key + "]" : "]"));
            if (operation.lets("owner")) CHECK(text.starts_with(R"([{"bearer":[]},{")"));
            if (operation.lets("guest"))
                CHECK(text == (route->privacy == rest::Privacy::open ? "[]" : R"([{},{"bearer":[]}])"));
        }
    }

    TEST_CASE("docs/permissions.md says what the routes say") {
        test::RestShop shop;
        const auto rendered = rest::render_permissions(shop.dispatcher.routes());
        std::ifstream file{ORION_SOURCE_DIR "/docs/permissions.md", std::ios::binary};
        const bool is_current = std::string{std::istreambuf_iterator<char>{file}, {}} == rendered;
        if (!is_current) std::ofstream{"permissions.md"} << rendered;
        CHECK_MESSAGE(is_current, "copy the file permissions.md, written to the current folder, to docs/");
    }

    TEST_CASE("a role may do what the ones before it may, and nothing more than its rule") {
        using rest::Access;
        test::FakeIdGenerator ids;
        const auto may = [&ids](Access access, Role role) {
            const rest::Caller caller{
                rest::SignedIn{.user = ids.next<UserId>(), .session = ids.next<SessionId>(), .role = role}};
            return rest::permit(access, caller).has_value();
        };
        const std::vector<std::pair<Access, Role>> least{{Access::any_user, Role::customer},
                                                         {Access::user, Role::customer},
                                                         {Access::staff, Role::staff},
                                                         {Access::manager, Role::manager},
                                                         {Access::admin, Role::admin}};
        for (const auto& [access, smallest] : least) {
            CHECK_FALSE(rest::permit(access, {}));
            for (const auto role : identity::roles) CHECK(may(access, role) == (role >= smallest));
        }
        for (const auto role : identity::roles) CHECK_FALSE(may(Access::key, role));
        for (const auto access : {Access::anyone, Access::owner, Access::owner_or_staff}) {
            CHECK(rest::permit(access, {}));
            for (const auto role : identity::roles) CHECK(may(access, role));
        }
    }

    TEST_CASE("who lacks the second factor that his role needs gets nowhere but to get one") {
        using rest::Access;
        test::FakeIdGenerator ids;
        const rest::Caller caller{rest::SignedIn{.user = ids.next<UserId>(),
                                                 .session = ids.next<SessionId>(),
                                                 .role = Role::admin,
                                                 .lacks_second_factor = true}};
        CHECK(rest::permit(Access::anyone, caller));
        CHECK(rest::permit(Access::any_user, caller));
        for (const auto access :
             {Access::owner, Access::owner_or_staff, Access::user, Access::staff, Access::manager, Access::admin}) {
            const auto refused = rest::permit(access, caller);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().status == 403);
            CHECK(refused.error().code == "second_factor_enrolment_required");
        }
    }
}

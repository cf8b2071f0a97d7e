#include "orion/rest/me_routes.hpp"

#include "orion/rest/account_json.hpp"
#include "orion/rest/address_json.hpp"
#include "orion/rest/cart_routes.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/order_json.hpp"
#include "orion/rest/query_fields.hpp"
#include "orion/rest/responses.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orion::rest {
namespace {

constexpr TextLimits as_typed{.min = 0, .max = 1000};

http::Response nothing() { return {204, {}, {}}; }

Outcome get_me(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto user, use.get_profile.execute(call.person().user));
    return resource_response(call, user_text(user), use.digest);
}

/// A member that may be `null`, by which it is forgotten.
std::optional<std::string> forgettable(Fields& body, const Call& call, std::string_view name) {
    const auto* member = call.body.if_contains(name);
    if (member == nullptr || !member->is_null()) return body.text(name, Presence::optional, as_typed);
    body.ignore(name);
    return std::string{};
}

Outcome change_me(const MeUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    const identity::ChangeProfileCommand change{.user = call.person().user,
                                                .name = body.text("name", Presence::optional, as_typed),
                                                .phone = forgettable(body, call, "phone"),
                                                .locale = forgettable(body, call, "locale")};
    body.refuse_the_rest();
    if (!errors.empty()) {
        identity::ChangeProfile::check(change, errors);
        return std::unexpected{std::move(errors).to_error()};
    }
    ORION_TRY(const auto user, use.change_profile.execute(change));
    return resource_response(call, user_text(user), use.digest);
}

Outcome change_password(const MeUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto current = body.text("current_password", Presence::required, as_typed);
    auto chosen = body.text("new_password", Presence::required, as_typed);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_CHECK(use.change_password.execute({.user = call.person().user,
                                             .session = call.person().session,
                                             .current_password = Secret{*std::move(current)},
                                             .new_password = Secret{*std::move(chosen)}}));
    return nothing();
}

Outcome request_verification(const MeUseCases& use, const Call& call) {
    ORION_CHECK(use.request_verification.execute(call.person().user));
    return http::Response{202, {}, {}};
}

Outcome request_email_change(const MeUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto email = body.text("email", Presence::required, as_typed);
    auto password = body.text("current_password", Presence::required, as_typed);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_CHECK(use.request_email_change.execute(
        {.user = call.person().user, .email = *std::move(email), .current_password = Secret{*std::move(password)}}));
    return http::Response{202, {}, {}};
}

template <class Item>
struct Page {
    std::vector<Item> items;
    std::optional<std::string> next;
};

/// What a request asks for of a list that is never long: from behind the item that its cursor names.
template <class Item>
std::expected<Page<Item>, Problem> page_of(const Call& call, const std::vector<Item>& all) {
    FieldErrors errors;
    QueryFields fields{call.query, errors};
    const auto limit = fields.page_limit();
    auto from = all.begin();
    if (const auto cursor = fields.text("cursor")) {
        from = std::ranges::find(all, *cursor, [](const Item& item) { return item.id.to_string(); });
        if (from == all.end()) {
            errors.add("cursor", "invalid_cursor", "This is no cursor of this list.");
        } else {
            ++from;
        }
    }
    if (!errors.empty()) return std::unexpected{Problem{std::move(errors).to_error()}};
    const auto end = from + std::min(static_cast<std::ptrdiff_t>(limit), all.end() - from);
    Page<Item> page{.items = {from, end}, .next = std::nullopt};
    if (end != all.end()) page.next = page.items.back().id.to_string();
    return page;
}

void write_next(JsonWriter& json, const std::optional<std::string>& cursor) {
    json.key("next_cursor");
    cursor ? json.text(*cursor) : json.null();
}

Outcome list_sessions(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto sessions, use.list_sessions.execute(call.person().user));
    ORION_TRY(const auto page, page_of(call, sessions));
    JsonWriter json;
    json.begin_object();
    write_sessions(json, "items", page.items, call.person().session);
    write_next(json, page.next);
    json.end_object();
    return json_response(200, std::move(json).text());
}

Outcome end_session(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto session, call.id<SessionId>("id", "session_not_found"));
    ORION_CHECK(use.end_session.execute({.user = call.person().user, .session = session}));
    return nothing();
}

std::string address_text(const identity::SavedAddress& saved) {
    JsonWriter json;
    write_saved_address(json, saved);
    return std::move(json).text();
}

Outcome list_addresses(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto addresses, use.list_addresses.execute(call.person().user));
    ORION_TRY(const auto page, page_of(call, addresses));
    JsonWriter json;
    json.begin_object();
    json.key("items");
    json.begin_array();
    for (const auto& address : page.items) write_saved_address(json, address);
    json.end_array();
    write_next(json, page.next);
    json.end_object();
    return json_response(200, std::move(json).text());
}

std::expected<Address, Problem> address_of(const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    auto address = read_address(body, errors);
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return *std::move(address);
}

Outcome add_address(const MeUseCases& use, const Call& call) {
    ORION_TRY(auto address, address_of(call));
    ORION_TRY(const auto saved, use.add_address.execute({.user = call.person().user, .address = std::move(address)}));
    auto response = json_response(201, address_text(saved));
    response.headers.push_back(location("/me/addresses/" + saved.id.to_string()));
    return response;
}

Outcome replace_address(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto id, call.id<SavedAddressId>("id", "address_not_found"));
    ORION_TRY(auto address, address_of(call));
    ORION_TRY(const auto saved, use.replace_address.execute({.user = call.person().user,
                                                             .address = {.id = id, .address = std::move(address)}}));
    return json_response(200, address_text(saved));
}

Outcome remove_address(const MeUseCases& use, const Call& call) {
    ORION_TRY(const auto id, call.id<SavedAddressId>("id", "address_not_found"));
    ORION_CHECK(use.remove_address.execute({.user = call.person().user, .address = id}));
    return nothing();
}

/// The newest, which are all but for a customer of a lifetime.
Result<std::string> orders_text(ordering::ListOrders& orders, UserId user) {
    constexpr int pages_max = 100;
    ordering::ListOrdersQuery query{.customer = user, .limit = ordering::ListOrdersQuery::max_limit};
    std::string text = "[";
    for (int page = 0; page < pages_max; ++page) {
        ORION_TRY(const auto found, orders.execute(query));
        for (const auto& order : found.items) text += (text.size() > 1 ? "," : "") + order_text(order);
        query.cursor = found.next_cursor;
        if (!query.cursor) break;
    }
    return text + ']';
}

Outcome export_record(const MeUseCases& use, const Call& call) {
    const auto user = call.person().user;
    ORION_TRY(const auto record, use.export_personal_record.execute(user));
    ORION_TRY(const auto cart, use.get_own_cart.execute({.user = user}));
    ORION_TRY(const auto orders, orders_text(use.list_orders, user));
    auto text = record_text(record, call.person().session);
    text.back() = ',';
    text += R"("cart":)" + cart_text(cart) + R"(,"orders":)" + orders + '}';
    auto response = json_response(200, std::move(text));
    response.headers.push_back({"Content-Disposition", R"(attachment; filename="my-data.json")"});
    return response;
}

Outcome erase(const MeUseCases& use, const Call& call) {
    ORION_CHECK(use.erase_account.execute(call.person().user));
    return nothing();
}

using Handler = Outcome (*)(const MeUseCases&, const Call&);

Route route(const MeUseCases& use, std::string_view method, std::string_view pattern, Body body, Handler handler) {
    return {.method = method,
            .pattern = pattern,
            .access = Access::user,
            .handler = answering([use, handler](const Call& call) { return handler(use, call); }),
            .runs = method == "GET" ? Runs::on_http_thread : Runs::in_write_pool,
            .body = body,
            .privacy = Privacy::personal};
}

Route list_route(const MeUseCases& use, std::string_view pattern, Handler handler) {
    auto list = route(use, "GET", pattern, Body::none, handler);
    list.query = {"limit", "cursor"};
    return list;
}

Route own_account_route(const MeUseCases& use) {
    auto show = route(use, "GET", "/api/v1/me", Body::none, get_me);
    show.access = Access::any_user;
    return show;
}

/// For which a password is hashed.
Route password_route(const MeUseCases& use, std::string_view pattern, Handler handler) {
    auto change = route(use, "POST", pattern, Body::required, handler);
    change.runs = Runs::in_password_pool;
    change.traffic = Traffic::credentials;
    return change;
}

/// Not for a thread that others wait for: there may be many orders.
Route export_route(const MeUseCases& use) {
    auto record = route(use, "GET", "/api/v1/me/export", Body::none, export_record);
    record.runs = Runs::in_write_pool;
    return record;
}

Route verification_route(const MeUseCases& use) {
    auto request = route(use, "POST", "/api/v1/me/email/verification", Body::none, request_verification);
    request.traffic = Traffic::credentials;
    return request;
}

}  // namespace

std::vector<Route> me_routes(const MeUseCases& use) {
    return {
        own_account_route(use),
        route(use, "PATCH", "/api/v1/me", Body::required, change_me),
        route(use, "DELETE", "/api/v1/me", Body::none, erase),
        password_route(use, "/api/v1/me/password", change_password),
        password_route(use, "/api/v1/me/email", request_email_change),
        verification_route(use),
        export_route(use),
        list_route(use, "/api/v1/me/sessions", list_sessions),
        route(use, "DELETE", "/api/v1/me/sessions/{id}", Body::none, end_session),
        list_route(use, "/api/v1/me/addresses", list_addresses),
        route(use, "POST", "/api/v1/me/addresses", Body::required, add_address),
        route(use, "PUT", "/api/v1/me/addresses/{id}", Body::required, replace_address),
        route(use, "DELETE", "/api/v1/me/addresses/{id}", Body::none, remove_address),
    };
}

}  // namespace orion::rest

#include "orion/rest/order_routes.hpp"

#include "orion/rest/address_json.hpp"
#include "orion/rest/fields.hpp"
#include "orion/rest/headers.hpp"
#include "orion/rest/json_document.hpp"
#include "orion/rest/order_json.hpp"
#include "orion/rest/responses.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

constexpr std::chrono::seconds longest_wait{30};

const JsonAnswerFormat format;

std::optional<Secret> token_of(const Call& call, std::string_view header) {
    const auto token = call.request.header(header);
    if (!token) return std::nullopt;
    return Secret{std::string{*token}};
}

std::optional<Secret> read_payment(Fields& body, FieldErrors& errors) {
    auto payment = body.object("payment", Presence::required);
    if (!payment) return std::nullopt;
    const auto method = payment->text("method", Presence::required);
    if (method && *method != "card")
        errors.add(payment->path_of("method"), "unknown_payment_method", "The shop takes cards only.");
    auto token = payment->text("token", Presence::required);
    payment->refuse_the_rest();
    if (!token) return std::nullopt;
    return Secret{*std::move(token)};
}

std::optional<Money> read_money(Fields& body, std::string_view name, FieldErrors& errors) {
    auto money = body.object(name, Presence::optional);
    if (!money) return std::nullopt;
    const auto amount = money->integer("amount", Presence::required);
    const auto currency = money->parsed("currency", Presence::required, Currency::parse);
    money->refuse_the_rest();
    if (!amount || !currency) return std::nullopt;
    if (*amount < 0) errors.add(money->path_of("amount"), "out_of_range", "A total is not negative.");
    return Money{*amount, *currency};
}

ordering::Asker asker_of(const Call& call) {
    if (call.caller.program) return {.reach = ordering::Reach::every, .program = actor_of(call.caller)};
    if (!call.caller.person) return {};
    const bool is_staff = call.caller.person->role >= identity::Role::staff;
    return {.user = call.caller.person->user, .reach = is_staff ? ordering::Reach::every : ordering::Reach::own};
}

std::optional<UserId> customer_of(const Call& call) { return asker_of(call).user; }

/// Where the order's mail goes: for a customer to the account's address, whatever the request says.
Result<std::optional<Email>> email_for(const OrderUseCases& use, const Call& call) {
    if (!call.caller.person) return std::nullopt;
    ORION_TRY(auto email, use.email_of(call.caller.person->user));
    return email;
}

Result<ordering::PlaceOrderCommand> read_order(const OrderUseCases& use, const Call& call) {
    ORION_TRY(auto own_email, email_for(use, call));
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto cart = body.parsed("cart_id", Presence::required, CartId::parse);
    const auto email = body.parsed("email", own_email ? Presence::optional : Presence::required, Email::parse);
    auto shipping = read_address(body, "shipping_address", Presence::required, errors);
    auto billing = read_address(body, "billing_address", Presence::optional, errors);
    auto shipping_method = body.text("shipping_method", Presence::optional, {.max = 100});
    auto payment = read_payment(body, errors);
    auto expected_total = read_money(body, "expected_total", errors);
    body.refuse_the_rest();
    if (!errors.empty()) {
        use.place_order.check(shipping_method, payment, errors);
        return std::unexpected{std::move(errors).to_error()};
    }

    return ordering::PlaceOrderCommand{.customer = customer_of(call),
                                       .cart = *cart,
                                       .cart_token = token_of(call, "X-Cart-Token"),
                                       .idempotency_key = {},
                                       .fingerprint = {},
                                       .email = own_email ? *std::move(own_email) : *email,
                                       .shipping_address = *std::move(shipping),
                                       .billing_address = std::move(billing),
                                       .shipping_method = std::move(shipping_method),
                                       .payment_token = *std::move(payment),
                                       .expected_total = expected_total,
                                       .format = format};
}

/// The same for two requests that mean the same, however they are written.
std::string fingerprint_of(const Call& call, const Digest& digest) {
    return digest.sha256("POST /orders\n" + canonical_text(call.body));
}

void place_order(const OrderUseCases& use, const Call& call, Answer answer) {
    auto key = idempotency_key_of(call.request);
    if (key.empty()) {
        return answer(refuse(400, "idempotency_key_required",
                             "This request needs an Idempotency-Key of 1 to 255 visible characters."));
    }
    auto command = read_order(use, call);
    if (!command) return answer(std::unexpected{Problem{std::move(command).error()}});
    const auto wait = wait_preference_of(call.request, longest_wait).value_or(std::chrono::seconds{0});
    command->idempotency_key = key;
    command->fingerprint = fingerprint_of(call, use.digest);
    command->answer = wait.count() > 0 ? ordering::Answer::when_settled : ordering::Answer::at_once;

    auto placed = use.place_order.execute(*command);
    if (!placed) {
        const auto field = placed.error().code == "cart_empty" ? "cart_id" : "Idempotency-Key";
        return answer(std::unexpected{Problem{about(std::move(placed).error(), field)}});
    }
    // A customer needs no token to come back.
    const auto token = command->customer ? std::nullopt : std::optional{std::move(placed->order_token)};
    if (!placed->answer) {
        return use.waits.park({.order = placed->order,
                               .customer = command->customer,
                               .cart = command->cart,
                               .idempotency_key = std::move(key),
                               .order_token = token,
                               .preference = wait,
                               .deadline = std::chrono::steady_clock::now() + wait,
                               .answer = std::move(answer)});
    }
    auto response = placed_response(*placed->answer, placed->order, token);
    if (placed->given == ordering::Given::again) response.headers.push_back({"Idempotency-Replayed", "true"});
    answer(std::move(response));
}

std::expected<ordering::OrderQuery, Problem> query_of(const Call& call) {
    ORION_TRY(const auto order, call.id<OrderId>("id", "order_not_found"));
    return ordering::OrderQuery{
        .order = order, .order_token = token_of(call, "X-Order-Token"), .asker = asker_of(call)};
}

Outcome get_order(const OrderUseCases& use, const Call& call) {
    ORION_TRY(const auto query, query_of(call));
    ORION_TRY(const auto order, use.get_order.execute(query));
    return resource_response(call, order_text(order), use.digest);
}

Outcome get_history(const OrderUseCases& use, const Call& call) {
    ORION_TRY(const auto query, query_of(call));
    ORION_TRY(const auto records, use.get_order_history.execute(query));
    return json_response(200, history_text(records));
}

Outcome cancel_order(const OrderUseCases& use, const Call& call) {
    ORION_TRY(auto query, query_of(call));
    FieldErrors errors;
    Fields body{call.body, errors};
    auto reason = body.text("reason", Presence::optional, {.max = ordering::CancelOrder::max_reason_bytes});
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    ORION_TRY(const auto order, use.cancel_order.execute({.order = query.order,
                                                          .order_token = std::move(query.order_token),
                                                          .reason = std::move(reason),
                                                          .asker = query.asker}));
    return json_response(200, order_text(order));
}

}  // namespace

std::vector<Route> order_routes(const OrderUseCases& use) {
    return {
        {.method = "POST",
         .pattern = "/api/v1/orders",
         .access = Access::owner,
         .handler = [use](const Call& call, Answer answer) { place_order(use, call, std::move(answer)); },
         .runs = Runs::in_write_pool,
         .body = Body::required,
         .privacy = Privacy::personal,
         .traffic = Traffic::checkout,
         .feature = &Features::checkout},
        {.method = "GET",
         .pattern = "/api/v1/orders/{id}",
         .access = Access::owner_or_staff,
         .handler = answering([use](const Call& call) { return get_order(use, call); }),
         .privacy = Privacy::personal,
         .traffic = Traffic::checkout},
        {.method = "GET",
         .pattern = "/api/v1/orders/{id}/history",
         .access = Access::owner_or_staff,
         .handler = answering([use](const Call& call) { return get_history(use, call); }),
         .privacy = Privacy::personal,
         .traffic = Traffic::checkout},
        {.method = "POST",
         .pattern = "/api/v1/orders/{id}/cancel",
         .access = Access::owner_or_staff,
         .handler = answering([use](const Call& call) { return cancel_order(use, call); }),
         .runs = Runs::in_write_pool,
         .body = Body::optional,
         .privacy = Privacy::personal,
         .traffic = Traffic::checkout},
    };
}

}  // namespace orion::rest

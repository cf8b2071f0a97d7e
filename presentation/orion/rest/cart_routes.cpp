#include "orion/rest/cart_routes.hpp"

#include "orion/rest/fields.hpp"
#include "orion/rest/json_writer.hpp"
#include "orion/rest/responses.hpp"

#include <optional>
#include <string>
#include <utility>

namespace orion::rest {
namespace {

void write_items(JsonWriter& json, const std::vector<carts::CartItemView>& items) {
    json.key("items");
    json.begin_array();
    for (const auto& item : items) {
        json.begin_object();
        json.member("sku", item.sku.text());
        json.member("product_id", item.product_id.to_string());
        json.member("title", item.title);
        json.member("quantity", item.quantity.value());
        json.member("unit_price", item.unit_price);
        json.member("line_total", item.line_total);
        json.member("available", item.available);
        json.end_object();
    }
    json.end_array();
}

void write_members(JsonWriter& json, const carts::CartView& cart) {
    json.member("id", cart.id.to_string());
    json.member("currency", cart.currency.code());
    write_items(json, cart.items);
    json.member("subtotal", cart.subtotal);
    json.member("discount_total", cart.discount_total);
    json.member("tax_total", cart.tax_total);
    json.member("shipping_total", cart.shipping_total);
    json.member("total", cart.total);
    json.key("coupons");
    json.begin_array();
    json.end_array();
    json.member("updated_at", cart.updated_at);
}

Secret token_of(const Call& call) { return Secret{std::string{call.request.header("X-Cart-Token").value_or("")}}; }

std::expected<carts::CartAccess, Problem> access_of(const Call& call) {
    ORION_TRY(const auto cart, call.id<CartId>("id", "cart_not_found"));
    carts::CartAccess access{.cart = cart, .token = token_of(call)};
    if (call.caller.person) access.user = call.caller.person->user;
    return access;
}

std::expected<Sku, Problem> sku_of(const Call& call) {
    if (auto sku = Sku::parse(call.parameter("sku"))) return *std::move(sku);
    return refuse(404, "unknown_sku", "There is no such SKU.");
}

/// The cart after an edit, or what was wrong with the item.
Outcome edited(Result<carts::CartView> cart) {
    if (cart) return json_response(200, cart_text(*cart));
    const auto field = cart.error().code == "out_of_range" ? "quantity" : "sku";
    return std::unexpected{Problem{about(std::move(cart).error(), field)}};
}

http::Response created(const carts::CartView& cart, std::string text) {
    auto response = json_response(201, std::move(text));
    response.headers.push_back(location("/carts/" + cart.id.to_string()));
    return response;
}

Outcome create_guests_cart(carts::CreateCart& create, std::optional<Currency> currency) {
    ORION_TRY(const auto made, create.execute({.currency = currency}));
    JsonWriter json;
    json.begin_object();
    write_members(json, made.cart);
    json.member("cart_token", made.token.expose());
    json.end_object();
    return created(made.cart, std::move(json).text());
}

Outcome create_cart(const CartUseCases& use, const Call& call) {
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto currency = body.parsed("currency", Presence::optional, Currency::parse);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};

    if (!call.caller.person) return create_guests_cart(use.create_cart, currency);
    ORION_TRY(const auto cart, use.get_own_cart.execute({.user = call.caller.person->user, .currency = currency}));
    return created(cart, cart_text(cart));
}

Outcome get_own_cart(const CartUseCases& use, const Call& call) {
    ORION_TRY(const auto cart, use.get_own_cart.execute({.user = call.person().user}));
    return resource_response(call, cart_text(cart), use.digest);
}

Outcome claim_cart(carts::ClaimCart& claim, const Call& call) {
    ORION_TRY(const auto cart, call.id<CartId>("id", "cart_not_found"));
    ORION_TRY(const auto claimed, claim.execute({.user = call.person().user, .cart = cart, .token = token_of(call)}));
    return json_response(200, cart_text(claimed));
}

Outcome get_cart(const CartUseCases& use, const Call& call) {
    ORION_TRY(const auto access, access_of(call));
    ORION_TRY(const auto cart, use.get_cart.execute(access));
    return resource_response(call, cart_text(cart), use.digest);
}

Outcome add_item(carts::AddCartItem& add, const Call& call) {
    ORION_TRY(auto access, access_of(call));
    FieldErrors errors;
    Fields body{call.body, errors};
    auto sku = body.parsed("sku", Presence::required, Sku::parse);
    const auto quantity = body.parsed("quantity", Presence::required, Quantity::parse);
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return edited(add.execute({.access = std::move(access), .sku = *std::move(sku), .quantity = *quantity}));
}

Outcome set_item(carts::SetCartItem& set, const Call& call) {
    ORION_TRY(auto access, access_of(call));
    ORION_TRY(auto sku, sku_of(call));
    FieldErrors errors;
    Fields body{call.body, errors};
    const auto number = body.integer("quantity", Presence::required);
    std::optional<Quantity> quantity;
    if (number && *number != 0) quantity = errors.take("quantity", Quantity::parse(*number));
    body.refuse_the_rest();
    if (!errors.empty()) return std::unexpected{std::move(errors).to_error()};
    return edited(set.execute({.access = std::move(access), .sku = std::move(sku), .quantity = quantity}));
}

Outcome remove_item(carts::RemoveCartItem& remove, const Call& call) {
    ORION_TRY(auto access, access_of(call));
    ORION_TRY(auto sku, sku_of(call));
    return edited(remove.execute({.access = std::move(access), .sku = std::move(sku)}));
}

Route write_route(std::string_view method, std::string_view pattern, Access access, Body body,
                  std::function<Outcome(const Call&)> handler) {
    return {.method = method,
            .pattern = pattern,
            .access = access,
            .handler = answering(std::move(handler)),
            .runs = Runs::in_write_pool,
            .body = body,
            .privacy = Privacy::personal};
}

}  // namespace

std::string cart_text(const carts::CartView& cart) {
    JsonWriter json;
    json.begin_object();
    write_members(json, cart);
    json.end_object();
    return std::move(json).text();
}

std::vector<Route> cart_routes(const CartUseCases& use) {
    return {
        write_route("POST", "/api/v1/carts", Access::anyone, Body::optional,
                    [use](const Call& call) { return create_cart(use, call); }),
        // It may have to be made.
        {.method = "GET",
         .pattern = "/api/v1/me/cart",
         .access = Access::user,
         .handler = answering([use](const Call& call) { return get_own_cart(use, call); }),
         .runs = Runs::in_write_pool,
         .privacy = Privacy::personal},
        write_route("POST", "/api/v1/carts/{id}/claim", Access::user, Body::none,
                    [use](const Call& call) { return claim_cart(use.claim_cart, call); }),
        {.method = "GET",
         .pattern = "/api/v1/carts/{id}",
         .access = Access::owner,
         .handler = answering([use](const Call& call) { return get_cart(use, call); }),
         .privacy = Privacy::personal},
        write_route("POST", "/api/v1/carts/{id}/items", Access::owner, Body::required,
                    [use](const Call& call) { return add_item(use.add_cart_item, call); }),
        write_route("PUT", "/api/v1/carts/{id}/items/{sku}", Access::owner, Body::required,
                    [use](const Call& call) { return set_item(use.set_cart_item, call); }),
        write_route("DELETE", "/api/v1/carts/{id}/items/{sku}", Access::owner, Body::none,
                    [use](const Call& call) { return remove_item(use.remove_cart_item, call); }),
    };
}

}  // namespace orion::rest

#include "orion/http/server.hpp"

#include "echo_application.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace orion::http;
using namespace orion::tests;

namespace {

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n"; }

/// Takes one request to `/slow` and keeps it; answers the others at once.
struct SlowShop {
    SlowShop() {
        application.on_request = [this](const Request& request, Responder respond) {
            if (request.target == "/slow") return taken.set_value(std::move(respond));
            respond({.status = 200, .headers = {}, .body = request.target});
        };
        server = std::make_unique<Server>(ServerSettings{}, application);
        server->start();
    }
    EchoApplication application;
    std::promise<Responder> taken;
    std::unique_ptr<Server> server;
};

bool accepts_connections(std::uint16_t port) {
    try {
        const RawClient client(port);
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

bool stops_accepting(std::uint16_t port) {
    const auto give_up = std::chrono::steady_clock::now() + 10s;
    while (accepts_connections(port)) {
        if (std::chrono::steady_clock::now() > give_up) return false;
    }
    return true;
}

/// Pistache itself never closes five event descriptors of each server; those are not counted.
std::size_t open_sockets() {
    std::size_t sockets = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        if (std::filesystem::read_symlink(entry, gone).string().starts_with("socket:")) ++sockets;
    }
    return sockets;
}

}  // namespace

TEST_CASE("A server that is stopping answers what it has read and takes nothing new") {
    SlowShop shop;
    RawClient idle(shop.server->port());
    idle.send(get("/before"));
    REQUIRE(idle.reply());
    RawClient waiting(shop.server->port());
    waiting.send(get("/slow") + get("/behind"));
    auto respond = shop.taken.get_future().get();

    auto drained = std::async(std::launch::async, [&] { return shop.server->drain(10s); });
    CHECK(stops_accepting(shop.server->port()));
    CHECK(idle.is_closed_by_server());
    respond({.status = 200, .headers = {}, .body = "done"});

    const auto slow = waiting.reply();
    REQUIRE(slow);
    CHECK(slow->body == "done");
    CHECK_FALSE(slow->header("Connection"));
    const auto behind = waiting.reply();
    REQUIRE(behind);
    CHECK(behind->body == "/behind");
    CHECK(behind->header("Connection") == "close");
    CHECK(waiting.is_closed_by_server());
    CHECK(drained.get());
}

TEST_CASE("A server that is stopping lets a half sent request come in") {
    SlowShop shop;
    RawClient client(shop.server->port());
    client.send(get("/before") + "GET /half HT");
    REQUIRE(client.reply());
    RawClient idle(shop.server->port());
    idle.send(get("/before"));
    REQUIRE(idle.reply());
    auto drained = std::async(std::launch::async, [&] { return shop.server->drain(10s); });
    CHECK(stops_accepting(shop.server->port()));
    CHECK(idle.is_closed_by_server());
    client.send("TP/1.1\r\nHost: shop\r\n\r\n");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "/half");
    CHECK(reply->header("Connection") == "close");
    CHECK(drained.get());
}

TEST_CASE("A server stops in time although a request is never answered") {
    SlowShop shop;
    RawClient client(shop.server->port());
    client.send(get("/slow"));
    const auto respond = shop.taken.get_future().get();
    CHECK_FALSE(shop.server->drain(30ms));
    CHECK_FALSE(client.reply());
}

TEST_CASE("A server without clients stops at once") {
    SlowShop shop;
    CHECK(shop.server->drain(10s));
    CHECK(shop.server->drain(10s));
}

TEST_CASE("A server that was never started goes quietly") {
    EchoApplication application;
    Server server({}, application);
    CHECK(server.drain(10s));
}

TEST_CASE("A server leaves no socket behind") {
    const auto before = open_sockets();
    for (int round = 0; round < 5; ++round) {
        EchoApplication application;
        Server server({}, application);
        server.start();
        std::vector<RawClient> clients;
        for (int i = 0; i < 50; ++i) {
            clients.emplace_back(server.port());
            clients.back().send(get("/"));
        }
        for (int i = 0; i < 25; ++i) REQUIRE(clients[static_cast<std::size_t>(i)].reply());
        if (round % 2 == 0) server.drain(10s);
    }
    CHECK(open_sockets() == before);
}

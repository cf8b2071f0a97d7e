#include "orion/http/server.hpp"

#include "echo_application.hpp"
#include "hostile_requests.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <future>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace orion::http;
using namespace orion::tests;

namespace {

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n"; }

struct RunningServer {
    explicit RunningServer(const ServerSettings& settings = {}) : server(settings, application) { server.start(); }
    EchoApplication application;
    Server server;
};

}  // namespace

TEST_CASE("A request is answered and the connection stays open for the next one") {
    RunningServer shop;
    RawClient client(shop.server.port());
    for (const std::string path : {"/first", "/second"}) {
        client.send(get(path));
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == 200);
        CHECK(reply->head.starts_with("HTTP/1.1 200 OK\r\n"));
        CHECK(reply->body == "GET " + path + " shop ");
        CHECK(reply->header("Date").value_or("").ends_with(" GMT"));
        CHECK_FALSE(reply->header("Connection"));
    }
}

TEST_CASE("Requests sent without waiting are answered in order") {
    RunningServer shop;
    RawClient client(shop.server.port());
    std::string requests;
    for (int i = 0; i < 2000; ++i) requests += get("/" + std::to_string(i));
    std::thread sender([&] { client.send(requests); });
    std::vector<int> wrong;
    for (int i = 0; i < 2000; ++i) {
        const auto reply = client.reply();
        if (!reply || reply->body != "GET /" + std::to_string(i) + " shop ") wrong.push_back(i);
    }
    sender.join();
    CHECK(wrong == std::vector<int>{});
}

TEST_CASE("A sound request is served however it is cut") {
    RunningServer shop(small_limits());
    for (const auto& [what, bytes, understood] : sound_requests()) {
        CAPTURE(what);
        RawClient client(shop.server.port());
        for (const char byte : bytes) client.send({&byte, 1});
        client.finish_sending();
        std::string answered;
        while (const auto reply = client.reply()) answered += (answered.empty() ? "" : "\n") + reply->body;
        CHECK(answered == understood);
    }
}

TEST_CASE("The answer to HEAD has the length of the body and no body") {
    RunningServer shop;
    RawClient client(shop.server.port());
    client.send("HEAD /a HTTP/1.1\r\nHost: shop\r\n\r\n" + get("/b"));
    const auto head = client.reply(BodyOf::head);
    REQUIRE(head);
    CHECK(head->header("Content-Length") == std::to_string(std::string("HEAD /a shop ").size()));
    const auto next = client.reply();
    REQUIRE(next);
    CHECK(next->body == "GET /b shop ");
}

TEST_CASE("A refused HEAD has no body either") {
    RunningServer shop;
    RawClient client(shop.server.port());
    client.send("HEAD /a HTTP/1.1\r\n\r\n");
    CHECK(client.rest().ends_with("\r\n\r\n"));
}

TEST_CASE("An answer without content has no body and no length") {
    RunningServer shop;
    shop.application.on_request = [](const Request& request, Responder respond) {
        respond({.status = request.target == "/204" ? 204 : 304, .headers = {}, .body = "never sent"});
    };
    RawClient client(shop.server.port());
    for (const int status : {204, 304}) {
        client.send(get("/" + std::to_string(status)));
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == status);
        CHECK_FALSE(reply->header("Content-Length"));
    }
}

TEST_CASE("A client that waits is told to continue before it sends its body") {
    RunningServer shop;
    RawClient client(shop.server.port());
    client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const auto interim = client.reply();
    REQUIRE(interim);
    CHECK(interim->status == 100);
    client.send("hello");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "POST / shop hello");
}

TEST_CASE("A client that waits with too large a body is refused at once") {
    RunningServer shop;
    RawClient client(shop.server.port());
    client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 413);
    CHECK(client.is_closed_by_server());
}

TEST_CASE("A connection is closed when the client wishes") {
    RunningServer shop;
    RawClient client(shop.server.port());
    SUBCASE("by saying so") { client.send("GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"); }
    SUBCASE("by speaking HTTP/1.0") { client.send("GET / HTTP/1.0\r\nHost: shop\r\n\r\n"); }
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->header("Connection") == "close");
    CHECK(client.is_closed_by_server());
}

TEST_CASE("A client of HTTP/1.0 can keep its connection") {
    RunningServer shop;
    RawClient client(shop.server.port());
    for (int i = 0; i < 2; ++i) {
        client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->header("Connection") == "keep-alive");
    }
}

TEST_CASE("An answer may come from another thread") {
    RunningServer shop;
    std::vector<std::jthread> threads;
    shop.application.on_request = [&](Request request, Responder respond) {
        threads.emplace_back([request = std::move(request), respond = std::move(respond)]() mutable {
            respond({.status = 200, .headers = {}, .body = EchoApplication::describe(request)});
        });
    };
    RawClient client(shop.server.port());
    client.send(get("/1") + get("/2") + get("/3"));
    for (const std::string path : {"/1", "/2", "/3"}) {
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->body == "GET " + path + " shop ");
    }
}

TEST_CASE("A request that the application loses is answered with 500") {
    RunningServer shop;
    shop.application.on_request = [](const Request&, const Responder&) {};
    RawClient client(shop.server.port());
    client.send(get("/"));
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 500);
}

TEST_CASE("An answer that is late is dropped and 503 was given before it") {
    ServerSettings settings;
    settings.answer_timeout = 30ms;
    RunningServer shop(settings);
    std::optional<Responder> late;
    shop.application.on_request = [&](const Request& request, Responder respond) {
        if (request.target == "/late") {
            late.emplace(std::move(respond));
        } else {
            respond({.status = 200, .headers = {}, .body = "in time"});
        }
    };
    RawClient client(shop.server.port());
    client.send(get("/late"));
    const auto refused = client.reply();
    REQUIRE(refused);
    CHECK(refused->status == 503);
    REQUIRE(late);
    (*late)({.status = 200, .headers = {}, .body = "late"});
    client.send(get("/next"));
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "in time");
}

TEST_CASE("An answer may come after the server has gone") {
    std::promise<Responder> taken;
    {
        RunningServer shop;
        shop.application.on_request = [&](const Request&, Responder respond) { taken.set_value(std::move(respond)); };
        RawClient client(shop.server.port());
        client.send(get("/"));
        taken.get_future().wait();
        taken = {};
        client.abort();
    }
    std::optional<Responder> kept;
    {
        RunningServer shop;
        std::promise<void> arrived;
        shop.application.on_request = [&](const Request&, Responder respond) {
            kept.emplace(std::move(respond));
            arrived.set_value();
        };
        RawClient client(shop.server.port());
        client.send(get("/"));
        arrived.get_future().wait();
    }
    (*kept)({.status = 200, .headers = {}, .body = "nobody hears this"});
}

TEST_CASE("A header value cannot begin an answer of its own") {
    RunningServer shop;
    Response answer{.status = 200, .headers = {}, .body = "body"};
    SUBCASE("a line end in a value") { answer.headers.push_back({"Location", "/a\r\nSet-Cookie: b=c"}); }
    SUBCASE("a bare LF in a value") { answer.headers.push_back({"Location", "/a\nSet-Cookie: b=c"}); }
    SUBCASE("a NUL in a value") { answer.headers.push_back({"Location", std::string("/a\0b", 4)}); }
    SUBCASE("a line end in a name") { answer.headers.push_back({"A\r\nSet-Cookie", "b=c"}); }
    SUBCASE("an empty name") { answer.headers.push_back({"", "Set-Cookie"}); }
    SUBCASE("an interim status") { answer.status = 100; }
    shop.application.on_request = [&](const Request&, Responder respond) { respond(answer); };
    RawClient client(shop.server.port());
    client.send(get("/"));
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 500);
    CHECK(reply->head.find("Set-Cookie") == std::string::npos);
}

TEST_CASE("The framing of an answer is the transport's alone") {
    RunningServer shop;
    shop.application.on_request = [](const Request&, Responder respond) {
        respond({.status = 200,
                 .headers = {{"content-length", "1"}, {"Transfer-Encoding", "chunked"}, {"Connection", "close"}},
                 .body = "body"});
    };
    RawClient client(shop.server.port());
    for (int i = 0; i < 2; ++i) {
        client.send(get("/"));
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->header("Content-Length") == "4");
        CHECK_FALSE(reply->header("Transfer-Encoding"));
        CHECK_FALSE(reply->header("Connection"));
    }
}

TEST_CASE("The application sees who is calling") {
    RunningServer shop;
    shop.application.on_request = [](const Request& request, Responder respond) {
        respond({.status = 200, .headers = {}, .body = request.peer});
    };
    RawClient client(shop.server.port());
    client.send(get("/"));
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->body == "127.0.0.1");
}

TEST_CASE("A large body arrives whole in both directions") {
    RunningServer shop;
    shop.application.on_request = [](const Request& request, Responder respond) {
        std::string tenfold;
        for (int i = 0; i < 10; ++i) tenfold += request.body;
        respond({.status = 200, .headers = {}, .body = std::move(tenfold)});
    };
    std::string body;
    for (int i = 0; body.size() < 1'000'000; ++i) body += std::to_string(i);
    RawClient client(shop.server.port());
    client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto reply = client.reply();
    REQUIRE(reply);
    REQUIRE(reply->body.size() == 10 * body.size());
    CHECK(reply->body.substr(9 * body.size()) == body);
}

TEST_CASE("A taken port is an error that can be read") {
    RunningServer shop;
    ServerSettings settings;
    settings.port = shop.server.port();
    EchoApplication application;
    CHECK_THROWS_WITH_AS(Server(settings, application), doctest::Contains("cannot listen on 127.0.0.1:"),
                         std::system_error);
}

TEST_CASE("A server listens on either family of addresses") {
    for (const std::string address : {"127.0.0.1", "0.0.0.0", "localhost", "::1", "[::1]"}) {
        CAPTURE(address);
        ServerSettings settings;
        settings.address = address;
        EchoApplication application;
        const Server server(settings, application);
        CHECK(server.port() != 0);
    }
}

TEST_CASE("Hundreds of clients can queue before the first is accepted") {
    EchoApplication application;
    Server server({}, application);
    std::vector<RawClient> clients;
    for (int i = 0; i < 500; ++i) {
        clients.emplace_back(server.port());
        clients.back().send(get("/" + std::to_string(i)));
    }
    server.start();
    int answered = 0;
    for (int i = 0; i < 500; ++i) {
        const auto reply = clients[static_cast<std::size_t>(i)].reply();
        if (reply && reply->body == "GET /" + std::to_string(i) + " shop ") ++answered;
    }
    CHECK(answered == 500);
}

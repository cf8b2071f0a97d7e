#include "orion/http/server.hpp"

#include "echo_application.hpp"
#include "hostile_requests.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using namespace orion::http;
using namespace orion::tests;

namespace {

std::string get(const std::string& path) { return "GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n"; }

/// One thread that runs what it is given, in order.
class Desk {
public:
    ~Desk() {
        {
            const std::lock_guard lock(mutex_);
            open_ = false;
        }
        changed_.notify_one();
    }
    void give(Responder respond, Response response) {
        {
            const std::lock_guard lock(mutex_);
            work_.emplace_back(std::move(respond), std::move(response));
        }
        changed_.notify_one();
    }

private:
    void run() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return !work_.empty() || !open_; });
            if (work_.empty()) return;
            auto [respond, response] = std::move(work_.front());
            work_.pop_front();
            lock.unlock();
            respond(std::move(response));
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::pair<Responder, Response>> work_;
    bool open_ = true;
    std::jthread thread_{[this] { run(); }};
};

/// Sends an unfinished request and waits until the server gives up on it, which takes the header timeout.
void wait_for_header_timeout(std::uint16_t port) {
    RawClient client(port);
    client.send("GET / HT");
    const auto reply = client.reply();
    REQUIRE(reply);
    CHECK(reply->status == 408);
}

}  // namespace

TEST_CASE("A hostile request is answered and its connection closed, and the shop stays open") {
    EchoApplication application;
    Server server(small_limits(), application);
    server.start();
    for (const auto& [what, bytes, status] : hostile_requests()) {
        CAPTURE(what);
        RawClient client(server.port());
        // The client reads only after it has sent everything, some of it to a server that no longer listens.
        client.send(bytes);
        client.send(get("/smuggled"));
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == status);
        CHECK(reply->header("Connection") == "close");
        CHECK(client.is_closed_by_server());
    }
    RawClient client(server.port());
    client.send(get("/"));
    CHECK(client.reply());
}

TEST_CASE("A hostile request that comes in two pieces meets the same end") {
    EchoApplication application;
    Server server(small_limits(), application);
    server.start();
    for (const auto& [what, bytes, status] : hostile_requests()) {
        CAPTURE(what);
        for (const auto at : {std::size_t{1}, bytes.size() / 3, bytes.size() - 1}) {
            RawClient client(server.port());
            client.send(std::string_view(bytes).substr(0, at));
            client.send(std::string_view(bytes).substr(at));
            const auto reply = client.reply();
            REQUIRE(reply);
            CHECK(reply->status == status);
        }
    }
}

TEST_CASE("A client that sends its request too slowly is told so and closed") {
    ServerSettings settings;
    settings.header_timeout = 250ms;
    settings.body_timeout = 250ms;
    settings.keep_alive_timeout = 10s;
    EchoApplication application;
    Server server(settings, application);
    server.start();
    RawClient client(server.port());
    const auto trickle = [&](std::string_view bytes) {
        // Every byte comes in time for a limit between bytes; there is one for all of them.
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < bytes.size() && !client.hears_within(5ms); ++i) {
            if (!client.send(bytes.substr(i, 1))) break;
        }
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == 408);
        CHECK(std::chrono::steady_clock::now() - start >= 240ms);
    };
    SUBCASE("in the headers of the first request") { trickle("GET / HTTP/1.1\r\nA: " + std::string(200, 'a')); }
    SUBCASE("in the headers of a later request") {
        client.send(get("/"));
        REQUIRE(client.reply());
        trickle("GET / HTTP/1.1\r\nA: " + std::string(200, 'a'));
    }
    SUBCASE("in the body") {
        client.send("POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n");
        trickle(std::string(200, 'a'));
    }
    SUBCASE("in a chunked body") {
        client.send("POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n");
        trickle(std::string(200, 'a'));
    }
    SUBCASE("in the trailers") {
        client.send("POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: ");
        trickle(std::string(200, 'a'));
    }
}

TEST_CASE("A client that says nothing is closed without a word") {
    ServerSettings settings;
    EchoApplication application;
    SUBCASE("from the start") {
        settings.header_timeout = 30ms;
        Server server(settings, application);
        server.start();
        RawClient client(server.port());
        CHECK(client.is_closed_by_server());
    }
    SUBCASE("after a request") {
        settings.keep_alive_timeout = 30ms;
        Server server(settings, application);
        server.start();
        RawClient client(server.port());
        client.send(get("/"));
        REQUIRE(client.reply());
        CHECK(client.is_closed_by_server());
    }
}

TEST_CASE("A client that does not read its answers costs no time and delays nobody") {
    ServerSettings settings;
    settings.threads = 1;
    settings.header_timeout = 300ms;
    EchoApplication application;
    constexpr std::size_t size = 16'777'216;
    application.on_request = [](const Request& request, Responder respond) {
        respond({.status = 200, .headers = {}, .body = std::string(request.target == "/large" ? size : 1, 'x')});
    };
    Server server(settings, application);
    server.start();
    RawClient slow(server.port(), 4096);
    slow.send(get("/large") + get("/small"));
    RawClient other(server.port());
    other.send(get("/small"));
    REQUIRE(other.reply());

    const auto before = std::clock();
    wait_for_header_timeout(server.port());
    const auto used_ms = (std::clock() - before) * 1000 / CLOCKS_PER_SEC;
    CHECK(used_ms < 150);

    const auto large = slow.reply();
    REQUIRE(large);
    CHECK(large->body == std::string(size, 'x'));
    CHECK(slow.reply());
}

TEST_CASE("A client that never reads its answer is cut off in time") {
    constexpr std::size_t size = 16'777'216;
    ServerSettings settings;
    settings.write_timeout = 50ms;
    settings.header_timeout = 300ms;
    EchoApplication application;
    application.on_request = [](const Request&, Responder respond) {
        respond({.status = 200, .headers = {}, .body = std::string(size, 'x')});
    };
    Server server(settings, application);
    server.start();
    RawClient slow(server.port(), 4096);
    slow.send(get("/"));
    wait_for_header_timeout(server.port());
    CHECK_FALSE(slow.reply());
}

TEST_CASE("Clients beyond the limit are told 503 and room is made when others leave") {
    ServerSettings settings;
    settings.max_connections = 2;
    EchoApplication application;
    Server server(settings, application);
    server.start();
    RawClient first(server.port());
    RawClient second(server.port());
    for (auto* client : {&first, &second}) {
        client->send(get("/"));
        REQUIRE(client->reply());
    }
    {
        RawClient third(server.port());
        third.send(get("/"));
        const auto reply = third.reply();
        REQUIRE(reply);
        CHECK(reply->status == 503);
        CHECK(third.is_closed_by_server());
    }
    first.abort();
    int status = 0;
    const auto give_up = std::chrono::steady_clock::now() + 10s;
    while (status != 200 && std::chrono::steady_clock::now() < give_up) {
        RawClient next(server.port());
        next.send(get("/"));
        const auto reply = next.reply();
        status = reply ? reply->status : 0;
    }
    CHECK(status == 200);
}

TEST_CASE("No answer ever reaches another client, however many hang up") {
    EchoApplication application;
    Desk desk;
    application.on_request = [&](const Request& request, Responder respond) {
        Response response{.status = 200, .headers = {}, .body = request.target};
        if (request.target.starts_with("/later")) return desk.give(std::move(respond), std::move(response));
        respond(std::move(response));
    };
    Server server({}, application);
    server.start();

    const auto hang_up_again_and_again = [&](const std::string& path) {
        for (int i = 0; i < 1500; ++i) {
            RawClient client(server.port());
            client.send(get(path + "/secret/" + std::to_string(i)));
            client.abort();
        }
    };
    std::atomic<int> answered = 0;
    std::atomic<int> wrong = 0;
    const auto shop = [&](const std::string& name) {
        for (int i = 0; i < 200; ++i) {
            RawClient client(server.port());
            for (const std::string kind : {"/now/", "/later/"}) {
                const auto path = kind + name + "/" + std::to_string(i);
                client.send(get(path));
                const auto reply = client.reply();
                if (!reply) continue;
                ++answered;
                if (reply->body != path) ++wrong;
            }
        }
    };
    {
        std::vector<std::jthread> clients;
        for (const std::string path : {"/now", "/later"}) clients.emplace_back(hang_up_again_and_again, path);
        for (const std::string name : {"ann", "bob", "cyd"}) clients.emplace_back(shop, name);
    }
    CHECK(answered == 3 * 200 * 2);
    CHECK(wrong == 0);
}

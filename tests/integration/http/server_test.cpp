#include "orion/http/server.hpp"

#include "echo_application.hpp"
#include "raw_client.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace std::chrono_literals;
using orion::http::Server;
using orion::http::ServerSettings;
using orion::tests::BodyOf;
using orion::tests::EchoApplication;
using orion::tests::RawClient;

TEST_CASE("A request is answered and the connection stays open for the next one") {
    EchoApplication application;
    Server server({}, application);
    server.start();
    RawClient client(server.port());
    for (const std::string path : {"/first", "/second"}) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: shop\r\n\r\n");
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->status == 200);
        CHECK(reply->body == "GET " + path + " shop ");
        CHECK(reply->header("Date"));
        CHECK_FALSE(reply->header("Connection"));
    }
}

TEST_CASE("Requests sent without waiting are answered in order") {
    EchoApplication application;
    Server server({}, application);
    server.start();
    RawClient client(server.port());
    std::string requests;
    for (int i = 0; i < 500; ++i) requests += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: shop\r\n\r\n";
    client.send(requests);
    for (int i = 0; i < 500; ++i) {
        const auto reply = client.reply();
        REQUIRE(reply);
        CHECK(reply->body == "GET /" + std::to_string(i) + " shop ");
    }
}

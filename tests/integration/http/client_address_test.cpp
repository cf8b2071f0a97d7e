#include "orion/http/client_address.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace orion::http {
namespace {

std::string client(const std::string& peer, const std::vector<std::string>& forwarded, const std::string& trusted) {
    Request request;
    request.peer = peer;
    for (const auto& line : forwarded) request.headers.push_back({"x-forwarded-for", line});
    return client_address(request, *AddressRanges::parse(trusted));
}

}  // namespace

TEST_SUITE("the client's address") {
    TEST_CASE("whoever connects directly is who connects, whatever the headers claim") {
        CHECK(client("198.51.100.7", {}, "") == "198.51.100.7");
        CHECK(client("198.51.100.7", {"10.0.0.1"}, "") == "198.51.100.7");
        CHECK(client("198.51.100.7", {"10.0.0.1"}, "10.0.0.0/8") == "198.51.100.7");
    }

    TEST_CASE("behind a trusted proxy it is what that proxy saw") {
        CHECK(client("10.0.0.2", {"203.0.113.9"}, "10.0.0.0/8") == "203.0.113.9");
        CHECK(client("10.0.0.2", {"203.0.113.9:5123"}, "10.0.0.0/8") == "203.0.113.9");
        CHECK(client("10.0.0.2", {"[2001:db8::1]:443"}, "10.0.0.0/8") == "2001:db8::1");
        CHECK(client("::ffff:10.0.0.2", {"203.0.113.9"}, "10.0.0.0/8") == "203.0.113.9");
        CHECK(client("2001:db8:0:1::5", {"203.0.113.9"}, "2001:db8::/47") == "203.0.113.9");
    }

    TEST_CASE("what a client wrote in front of its own address is hearsay") {
        CHECK(client("10.0.0.2", {"1.2.3.4, 203.0.113.9"}, "10.0.0.0/8") == "203.0.113.9");
        CHECK(client("10.0.0.2", {"1.2.3.4", "203.0.113.9"}, "10.0.0.0/8") == "203.0.113.9");
        CHECK(client("10.0.0.2", {"10.9.9.9, 203.0.113.9, 10.0.0.3"}, "10.0.0.0/8") == "203.0.113.9");
    }

    TEST_CASE("what is no address ends the search at the last one that is") {
        CHECK(client("10.0.0.2", {"unknown"}, "10.0.0.0/8") == "10.0.0.2");
        CHECK(client("10.0.0.2", {"203.0.113.9, <script>"}, "10.0.0.0/8") == "10.0.0.2");
        CHECK(client("10.0.0.2", {""}, "10.0.0.0/8") == "10.0.0.2");
        CHECK(client("10.0.0.2", {","}, "10.0.0.0/8") == "10.0.0.2");
        CHECK(client("10.0.0.2", {"["}, "10.0.0.0/8") == "10.0.0.2");
        CHECK(client("10.0.0.2", {std::string{"203.0.113.9\0", 12}}, "10.0.0.0/8") == "10.0.0.2");
    }

    TEST_CASE("ranges end where they end") {
        const auto ranges = AddressRanges::parse(" 192.0.2.128/25 ,203.0.113.7,2001:db8::/32, 0.0.0.0/32");
        REQUIRE(ranges);
        CHECK(ranges->contains("192.0.2.128"));
        CHECK(ranges->contains("192.0.2.255"));
        CHECK_FALSE(ranges->contains("192.0.2.127"));
        CHECK(ranges->contains("203.0.113.7"));
        CHECK_FALSE(ranges->contains("203.0.113.8"));
        CHECK(ranges->contains("2001:db8:ffff::1"));
        CHECK_FALSE(ranges->contains("2001:db9::1"));
        CHECK(ranges->contains("0.0.0.0"));
        CHECK_FALSE(ranges->contains(""));
        CHECK(AddressRanges::parse("0.0.0.0/0")->contains("198.51.100.7"));
        CHECK_FALSE(AddressRanges::parse("0.0.0.0/0")->contains("::1"));
    }

    TEST_CASE("what is no range is refused") {
        for (const auto* const list : {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0",
                                       "10.0.0.1,,10.0.0.2", "2001:db8::/129", "/8"}) {
            CAPTURE(list);
            CHECK_FALSE(AddressRanges::parse(list));
        }
    }

    TEST_CASE("a household with a million IPv6 addresses is one subscriber") {
        CHECK(subscriber_of("2001:db8:1:2:aaaa::1") == subscriber_of("2001:db8:1:2:bbbb::2"));
        CHECK(subscriber_of("2001:db8:1:2::1") != subscriber_of("2001:db8:1:3::1"));
        CHECK(subscriber_of("::ffff:192.0.2.1") == subscriber_of("192.0.2.1"));
        CHECK(subscriber_of("192.0.2.1") != subscriber_of("192.0.2.2"));
    }
}

}  // namespace orion::http

#include "orion/http/request_framing.hpp"

#include "echo_application.hpp"
#include "hostile_requests.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace orion::http;
using namespace orion::tests;

namespace {

struct Reading {
    std::vector<std::string> requests;
    int refused = 0;

    bool operator==(const Reading&) const = default;
    std::string understood() const {
        std::string all;
        for (const auto& request : requests) all += (all.empty() ? "" : "\n") + request;
        return all;
    }
};

class Reader {
public:
    void read(std::string_view piece) {
        framing_.feed(piece);
        for (;;) {
            auto step = framing_.next();
            if (const auto* framed = std::get_if<FramedRequest>(&step)) {
                reading_.requests.push_back(EchoApplication::describe(framed->request));
                continue;
            }
            if (const auto* refusal = std::get_if<Refusal>(&step)) reading_.refused = refusal->status;
            return;
        }
    }
    const Reading& reading() const { return reading_; }
    RequestFraming& framing() { return framing_; }

private:
    RequestFraming framing_{framing_limits(small_limits())};
    Reading reading_;
};

Reading read_whole(std::string_view bytes) {
    Reader reader;
    reader.read(bytes);
    return reader.reading();
}

Reading read_cut_at(std::string_view bytes, std::size_t at) {
    Reader reader;
    reader.read(bytes.substr(0, at));
    reader.read(bytes.substr(at));
    return reader.reading();
}

Reading read_byte_by_byte(std::string_view bytes) {
    Reader reader;
    for (std::size_t i = 0; i < bytes.size(); ++i) reader.read(bytes.substr(i, 1));
    return reader.reading();
}

void check_every_cut(std::string_view bytes, const Reading& expected) {
    std::vector<std::size_t> differing;
    for (std::size_t at = 1; at < bytes.size(); ++at) {
        if (read_cut_at(bytes, at) != expected) differing.push_back(at);
    }
    CHECK(differing == std::vector<std::size_t>{});
    CHECK(read_byte_by_byte(bytes) == expected);
}

std::optional<FramedRequest> read_one(std::string_view bytes) {
    RequestFraming framing(framing_limits(small_limits()));
    framing.feed(bytes);
    auto step = framing.next();
    auto* framed = std::get_if<FramedRequest>(&step);
    if (framed == nullptr) return std::nullopt;
    return std::move(*framed);
}

}  // namespace

TEST_CASE("A hostile request is refused with the right status however it is cut") {
    const auto requests = hostile_requests();
    CHECK(requests.size() >= 100);
    for (const auto& [what, bytes, status] : requests) {
        CAPTURE(what);
        const Reading refused{.requests = {}, .refused = status};
        CHECK(read_whole(bytes).refused == status);
        CHECK(read_whole(bytes) == refused);
        check_every_cut(bytes, refused);
    }
}

TEST_CASE("What follows a hostile request is never run") {
    for (const auto& [what, bytes, status] : hostile_requests()) {
        CAPTURE(what);
        const auto reading = read_whole("GET /before HTTP/1.1\r\nHost: shop\r\n\r\n" + bytes +
                                        "GET /smuggled HTTP/1.1\r\nHost: shop\r\n\r\n");
        CHECK(reading.understood() == "GET /before shop ");
        CHECK(reading.refused != 0);
    }
}

TEST_CASE("A sound request is understood however it is cut") {
    for (const auto& [what, bytes, understood] : sound_requests()) {
        CAPTURE(what);
        const auto reading = read_whole(bytes);
        CHECK(reading.refused == 0);
        CHECK(reading.understood() == understood);
        check_every_cut(bytes, reading);
    }
}

TEST_CASE("Trailers cannot change the headers") {
    const auto framed = read_one(
        "POST / HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nAuthorization: me\r\nHost: "
        "evil\r\n\r\n");
    REQUIRE(framed);
    CHECK(framed->request.host == "shop");
    CHECK(framed->request.count("Host") == 1);
    CHECK_FALSE(framed->request.header("Authorization"));
}

TEST_CASE("The connection is kept as its version and the Connection header say") {
    const auto persistence = [](std::string_view version, std::string_view connection) {
        std::string bytes = "GET / HTTP/" + std::string(version) + "\r\nHost: shop\r\n";
        if (!connection.empty()) bytes += "Connection: " + std::string(connection) + "\r\n";
        const auto framed = read_one(bytes + "\r\n");
        REQUIRE(framed);
        return framed->persistence;
    };
    CHECK(persistence("1.1", "") == Persistence::keep_alive);
    CHECK(persistence("1.1", "close") == Persistence::close);
    CHECK(persistence("1.1", "CLOSE") == Persistence::close);
    CHECK(persistence("1.1", "upgrade, close") == Persistence::close);
    CHECK(persistence("1.1", ", ,close") == Persistence::close);
    CHECK(persistence("1.1", "keep-alive\r\nConnection: close") == Persistence::close);
    CHECK(persistence("1.1", "closed") == Persistence::keep_alive);
    CHECK(persistence("1.1", "upgrade, keep-alive") == Persistence::keep_alive);
    CHECK(persistence("1.0", "") == Persistence::close);
    CHECK(persistence("1.0", "Keep-Alive") == Persistence::keep_alive);
    CHECK(persistence("1.0", "keep-alive, close") == Persistence::close);
}

TEST_CASE("A client is told to continue only while its whole body is still to come") {
    const std::string head = "POST / HTTP/1.1\r\nHost: shop\r\nContent-Length: 5\r\nExpect: 100-Continue\r\n\r\n";
    SUBCASE("it waits") {
        Reader reader;
        reader.read(head.substr(0, head.size() - 1));
        CHECK_FALSE(reader.framing().take_expected_continue());
        reader.read(head.substr(head.size() - 1));
        CHECK(reader.framing().take_expected_continue());
        CHECK_FALSE(reader.framing().take_expected_continue());
        reader.read("hello");
        CHECK(reader.reading().understood() == "POST / shop hello");
    }
    SUBCASE("it did not wait") {
        Reader reader;
        reader.read(head + "he");
        CHECK_FALSE(reader.framing().take_expected_continue());
        reader.read("llo");
        CHECK(reader.reading().understood() == "POST / shop hello");
    }
    SUBCASE("it began while we were about to tell it") {
        Reader reader;
        reader.read(head);
        reader.read("he");
        CHECK_FALSE(reader.framing().take_expected_continue());
    }
    SUBCASE("there is no body") {
        Reader reader;
        reader.read("POST / HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\n\r\n");
        CHECK_FALSE(reader.framing().take_expected_continue());
        CHECK(reader.reading().understood() == "POST / shop ");
    }
}

TEST_CASE("What was read of a refused request is still known") {
    Reader reader;
    reader.read("POST /orders HTTP/1.1\r\nHost: shop\r\nX-Correlation-ID: mine\r\nContent-Length: 99999999\r\n\r\n");

    CHECK(reader.reading().refused == 413);
    const auto request = reader.framing().so_far();
    CHECK(request.method == "POST");
    CHECK(request.target == "/orders");
    CHECK(request.header("X-Correlation-ID") == "mine");
    CHECK(Reader{}.framing().so_far().headers.empty());
}

TEST_CASE("The phase of a request says what is missing") {
    using Phase = RequestFraming::Phase;
    Reader reader;
    const auto after = [&reader](std::string_view piece) {
        reader.read(piece);
        return reader.framing().phase();
    };
    CHECK(reader.framing().phase() == Phase::between_requests);
    CHECK(after("G") == Phase::headers);
    CHECK(after("ET / HTTP/1.1\r\n") == Phase::headers);
    CHECK(after("Host: shop\r\nContent-Length: 2\r\n") == Phase::headers);
    CHECK(after("\r\n") == Phase::body);
    CHECK(after("a") == Phase::body);
    CHECK(after("b") == Phase::between_requests);
}

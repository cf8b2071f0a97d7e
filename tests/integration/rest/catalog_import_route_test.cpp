#include "integration/rest/member.hpp"

using namespace orion;
using identity::Role;
using orion::test::Member;

namespace {

const std::string csv = "text/csv; charset=utf-8";
const std::string json_lines = "application/x-ndjson";

/// A manager with a file.
struct Merchant : Member {
    const std::string path = "/api/v1/admin/catalog/import";
    Headers bearer_{bearer(shop.sign_in(Role::manager))};

    http::Response send(const std::string& body, const std::string& type) {
        auto headers = bearer_;
        headers.push_back({"Content-Type", type});
        auto response = shop.client().ask("POST", path, headers, body);
        CAPTURE(response.body);
        CHECK(description.fault_of("POST", path, response) == "");
        return response;
    }
};

}  // namespace

TEST_SUITE("rest/catalog_import_route") {
    TEST_CASE("a file creates and updates by SKU, and a bad line is rejected alone") {
        Merchant manager;
        const std::string file =
            "sku,slug,title,price\n"
            "CUP,cup,Cup,4.50\n"
            "POT,pot,Pot,many\n"
            "TEA,,,9.99\n"
            "no sku!,jug,Jug,1\n";

        const auto report = manager.send(file, csv);
        CHECK(report.status == 200);
        CHECK(report.body.starts_with(R"({"created":1,"updated":1,"unchanged":0,"rejected_count":2,"rejected":[)"));
        CHECK(report.body.contains(R"({"line":3,"code":"malformed_amount",)"));
        CHECK(report.body.contains(R"({"line":5,"code":"malformed_sku",)"));
        CHECK(manager.shop.client().ask("GET", "/api/v1/products/cup").body.contains(R"("amount":450)"));
        CHECK(manager.shop.client().ask("GET", "/api/v1/products/assam-tea").body.contains(R"("amount":999)"));
        CHECK(manager.send(file, csv).body.starts_with(R"({"created":0,"updated":0,"unchanged":2,)"));
    }

    TEST_CASE("JSON lines may hold several variants, categories and broken lines") {
        Merchant manager;
        const auto report = manager.send(
            R"({"category":[{"slug":"pots","name":"Pots"}]})"
            "\n"
            R"({"title":"Pot","category_slugs":["pots"],"variants":[{"sku":"POT-1","price":"5"},{"sku":"POT-2","price":"7"}]})"
            "\n{\"title\": \n\n"
            R"({"sku":"CUP","title":"Cup","price":{"amount":450,"currency":"GBP"}})",
            json_lines);
        CHECK(report.body.starts_with(R"({"created":3,"updated":0,"unchanged":0,"rejected_count":1,)"));
        CHECK(report.body.contains(R"({"line":3,"code":"malformed_line",)"));
        CHECK(manager.send("", json_lines).body.starts_with(R"({"created":0,)"));
    }

    TEST_CASE("what is no catalogue is refused as a whole") {
        Merchant manager;
        CHECK(Member::outcome(manager.send(R"({"sku":"CUP"})", "application/json")) == "unsupported_media_type");
        CHECK(Member::outcome(manager.send("<a/>", "application/xml")) == "unsupported_media_type");
        CHECK(Member::outcome(manager.send("sku\nCUP", "text/csv; charset=latin1")) == "unsupported_media_type");
        CHECK(Member::faults(manager.send("sku,colour\nCUP,red\n", csv)) == "body:unknown_column");
        CHECK(Member::faults(manager.send("title\nCup\n", csv)) == "body:missing_column");
        CHECK(Member::faults(manager.send("", csv)) == "body:missing_column");
        CHECK(Member::faults(manager.send("sku\n" + std::string(10'001, '\n'), csv)) == "body:too_many_lines");
    }

    TEST_CASE("a file that looks packed is read as it is, and of many bad lines the first are named") {
        Merchant manager;
        CHECK(Member::outcome(manager.send(std::string{"\xFD"
                                                       "7zXZ\0",
                                                       6},
                                           csv)) == "unknown_column");
        std::string file = "sku,price\n";
        for (int i = 0; i < 1'500; ++i) file += "!,1\n";
        const auto report = manager.send(file, csv);
        CHECK(report.body.contains(R"("rejected_count":1500)"));
        CHECK(rest::parse_object(report.body)->at("rejected").as_array().size() == 1'000);
    }
}

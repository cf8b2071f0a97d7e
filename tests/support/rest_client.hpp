#pragma once

#include "orion/rest/dispatcher.hpp"

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orion::test {

class FunctionDelivery : public rest::Delivery {
public:
    explicit FunctionDelivery(std::function<void(http::Response)> function) : function_{std::move(function)} {}
    void deliver(http::Response response) override { function_(std::move(response)); }

private:
    std::function<void(http::Response)> function_;
};

inline std::string header(const http::Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &http::Header::name);
    return found == response.headers.end() ? "" : found->value;
}

/// Asks a dispatcher without a connection between them.
class RestClient {
public:
    explicit RestClient(rest::Dispatcher& dispatcher) : dispatcher_{dispatcher} {}

    /// Comes when it comes: at the latest when the dispatcher and what it waits for go.
    std::future<http::Response> begin(http::Request request) {
        auto promise = std::make_shared<std::promise<http::Response>>();
        auto answer = promise->get_future();
        dispatcher_.dispatch(std::move(request), std::make_unique<FunctionDelivery>([promise](http::Response response) {
                                 promise->set_value(std::move(response));
                             }));
        return answer;
    }

    http::Response ask(std::string method, std::string target, std::vector<http::Header> headers = {},
                       std::string body = {}) {
        return begin(request(std::move(method), std::move(target), std::move(headers), std::move(body))).get();
    }

    http::Response post(std::string target, std::string body, std::vector<http::Header> headers = {}) {
        headers.push_back({"Content-Type", "application/json"});
        return ask("POST", std::move(target), std::move(headers), std::move(body));
    }

    static http::Request request(std::string method, std::string target, std::vector<http::Header> headers = {},
                                 std::string body = {}) {
        return {.method = std::move(method),
                .target = std::move(target),
                .host = "shop.example",
                .headers = std::move(headers),
                .body = std::move(body),
                .peer = "127.0.0.1"};
    }

private:
    rest::Dispatcher& dispatcher_;
};

}  // namespace orion::test

#pragma once

#include "orion/ordering/order_queries.hpp"
#include "orion/ordering/ordering_store.hpp"

#include "in_memory_store.hpp"

#include <map>

namespace embedded {

struct OrderingTables {
    std::map<orion::OrderId, orion::ordering::Order> orders;
    std::map<orion::OrderId, std::vector<orion::ordering::OrderRecord>> records;
    std::map<orion::OrderId, orion::ordering::CheckoutSaga> checkouts;
    std::map<orion::ordering::AnswerKey, orion::ordering::AnswerRecord> answers;
    Mail mail;
};

class OrdersInMemory final : public orion::ordering::OrderRepository {
public:
    explicit OrdersInMemory(OrderingTables& tables) : tables_{tables} {}

    std::string next_number() override { return std::to_string(100'001 + tables_.orders.size()); }

    std::optional<orion::ordering::Order> find(orion::OrderId order) override {
        const auto found = tables_.orders.find(order);
        return found == tables_.orders.end() ? std::nullopt : std::optional{found->second};
    }

    orion::Result<void> save(orion::ordering::Order& order) override {
        for (auto& record : order.take_records()) tables_.records[order.id()].push_back(std::move(record));
        tables_.orders.insert_or_assign(order.id(), order);
        return {};
    }

    // Everybody is a guest here: no order has a customer who could leave.
    void disown_all(orion::UserId /*customer*/) override {}
    void anonymise(std::span<const orion::OrderId> /*orders*/) override {}

private:
    OrderingTables& tables_;
};

class CheckoutsInMemory final : public orion::ordering::CheckoutRepository {
public:
    explicit CheckoutsInMemory(OrderingTables& tables) : tables_{tables} {}

    std::optional<orion::ordering::CheckoutSaga> find(orion::OrderId order) override {
        const auto found = tables_.checkouts.find(order);
        return found == tables_.checkouts.end() ? std::nullopt : std::optional{found->second};
    }

    orion::Result<void> add(const orion::ordering::CheckoutSaga& checkout,
                            const orion::ordering::CheckoutPolicy& policy) override {
        return save(checkout, policy);
    }

    orion::Result<void> save(const orion::ordering::CheckoutSaga& checkout,
                             const orion::ordering::CheckoutPolicy& /*policy*/) override {
        tables_.checkouts.insert_or_assign(checkout.order(), checkout);
        return {};
    }

private:
    OrderingTables& tables_;
};

class AnswersInMemory final : public orion::ordering::AnswerRepository {
public:
    explicit AnswersInMemory(OrderingTables& tables) : tables_{tables} {}

    std::optional<orion::ordering::AnswerRecord> find(const orion::ordering::AnswerKey& key) override {
        const auto found = tables_.answers.find(key);
        return found == tables_.answers.end() ? std::nullopt : std::optional{found->second};
    }

    orion::Result<void> add(const orion::ordering::AnswerRecord& record) override {
        save(record);
        return {};
    }

    void save(const orion::ordering::AnswerRecord& record) override {
        tables_.answers.insert_or_assign(record.key, record);
    }

    std::size_t purge(orion::Instant /*before*/, std::size_t /*limit*/) override { return 0; }
    void remove_all(orion::UserId /*customer*/) override {}

private:
    OrderingTables& tables_;
};

class OrderingTransaction final : public orion::ordering::OrderingWork {
public:
    explicit OrderingTransaction(OrderingTables& tables)
        : mail_{tables.mail}, orders_{tables}, checkouts_{tables}, answers_{tables} {}

    orion::ordering::OrderRepository& orders() override { return orders_; }
    orion::ordering::CheckoutRepository& checkouts() override { return checkouts_; }
    orion::ordering::AnswerRepository& answers() override { return answers_; }
    bool accept(orion::MessageId message) override { return mail_.inbox.insert(message).second; }
    void publish(const orion::ordering::Event& event) override { mail_.outbox.emplace_back(event); }
    void record(const orion::Act& act) override { mail_.acts.push_back(act); }

private:
    Mail& mail_;
    OrdersInMemory orders_;
    CheckoutsInMemory checkouts_;
    AnswersInMemory answers_;
};

using OrderingInMemory = InMemoryStore<orion::ordering::OrderingWork, OrderingTables, OrderingTransaction>;

class OrderQueriesInMemory final : public orion::ordering::OrderQueries {
public:
    explicit OrderQueriesInMemory(const OrderingInMemory& store) : store_{store} {}

    orion::Result<std::optional<orion::ordering::OrderView>> find(orion::OrderId order) override {
        const auto& orders = store_.tables().orders;
        const auto found = orders.find(order);
        return found == orders.end() ? std::nullopt : std::optional{found->second.snapshot()};
    }

    orion::Result<std::optional<orion::ordering::OrderedCart>> order_of(orion::CartId cart) override {
        for (const auto& [id, order] : store_.tables().orders) {
            const auto& placed = order.snapshot();
            if (placed.cart == cart) return orion::ordering::OrderedCart{.order = id, .placed_at = placed.placed_at};
        }
        return std::nullopt;
    }

    orion::Result<std::optional<orion::ordering::AnswerRecord>> answer(const orion::ordering::AnswerKey& key) override {
        const auto& answers = store_.tables().answers;
        const auto found = answers.find(key);
        return found == answers.end() ? std::nullopt : std::optional{found->second};
    }

    orion::Result<std::vector<orion::ordering::OrderRecord>> records(orion::OrderId order) override {
        return store_.tables().records.at(order);
    }

    orion::Result<std::vector<orion::OrderId>> settled(std::span<const orion::OrderId> orders) override {
        std::vector<orion::OrderId> found;
        for (const auto& order : orders)
            if (store_.tables().checkouts.at(order).is_done()) found.push_back(order);
        return found;
    }

    orion::Result<orion::ordering::OverdueCheckouts> overdue(orion::Instant /*now*/, std::size_t /*limit*/) override {
        return orion::ordering::OverdueCheckouts{};
    }

    orion::Result<std::vector<orion::OrderId>> to_anonymise(std::size_t /*limit*/) override {
        return std::vector<orion::OrderId>{};
    }

private:
    const OrderingInMemory& store_;
};

}  // namespace embedded

#pragma once

#include "orion/billing/billing_store.hpp"
#include "orion/billing/payment_gateway.hpp"
#include "orion/ports/backoff.hpp"

#include "in_memory_store.hpp"

#include <map>
#include <string>

namespace embedded {

struct BillingTables {
    std::map<orion::OrderId, orion::billing::Payment> payments;
    Mail mail;
};

class BillingTransaction final : public orion::billing::BillingWork, private orion::billing::PaymentRepository {
public:
    explicit BillingTransaction(BillingTables& tables) : tables_{tables} {}

    orion::billing::PaymentRepository& payments() override { return *this; }
    void publish(const orion::billing::Event& event) override { tables_.mail.outbox.emplace_back(event); }
    bool accept(orion::MessageId message) override { return tables_.mail.inbox.insert(message).second; }

private:
    std::optional<orion::billing::Payment> find(orion::OrderId order) override {
        const auto found = tables_.payments.find(order);
        return found == tables_.payments.end() ? std::nullopt : std::optional{found->second};
    }

    orion::Result<void> save(const orion::billing::Payment& payment) override {
        tables_.payments.insert_or_assign(payment.order(), payment);
        return {};
    }

    BillingTables& tables_;
};

using BillingInMemory = InMemoryStore<orion::billing::BillingWork, BillingTables, BillingTransaction>;

/// A till: takes cash, once per order.
class Till final : public orion::billing::PaymentGateway {
public:
    bool recognises(const orion::Secret& token) const override { return token.expose() == "cash"; }

    orion::Result<orion::billing::ChargeAnswer> charge(const orion::billing::Charge& charge) override {
        taken_.insert_or_assign(charge.key, charge.amount.amount());
        return orion::billing::ChargeAnswer::captured;
    }

    orion::Result<orion::billing::Reversal> reverse(const std::string& key) override {
        return taken_.erase(key) > 0 ? orion::billing::Reversal::refunded : orion::billing::Reversal::nothing_taken;
    }

    orion::Result<std::optional<orion::billing::ChargeAnswer>> find(const std::string& key) override {
        if (taken_.contains(key)) return orion::billing::ChargeAnswer::captured;
        return std::nullopt;
    }

    std::int64_t total() const {
        std::int64_t sum = 0;
        for (const auto& [key, amount] : taken_) sum += amount;
        return sum;
    }

private:
    std::map<std::string, std::int64_t> taken_;
};

/// The till answers at once: nothing is worth waiting for.
class NoBackoff final : public orion::Backoff {
public:
    bool pause(std::chrono::milliseconds /*longest*/) override { return true; }
};

}  // namespace embedded

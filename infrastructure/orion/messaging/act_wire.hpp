#pragma once

#include "orion/messaging/event_wire.hpp"
#include "orion/ports/acts.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The wire form of what the audit log is told, as event_wire.hpp has it for the contexts' events.
namespace orion::messaging::detail {

template <>
struct Wire<Act> {
    static constexpr std::string_view type = "audit.act_performed";
    static constexpr int version = 1;
    struct Fact {
        std::string name{};
        std::string value{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("name", name);
            visit("value", value);
        }
    };
    struct Body {
        std::string actor{};
        std::string act{};
        std::string subject{};
        std::string address{};
        std::vector<Fact> before{};
        std::vector<Fact> after{};

        template <class Visitor>
        void members(Visitor&& visit) {
            visit("actor", actor);
            visit("act", act);
            visit("subject", subject);
            visit("address", address);
            visit("before", before);
            visit("after", after);
        }
    };
    static Body of(const Act& act) {
        return {act.actor, act.name, act.subject, act.address, listed(act.before), listed(act.after)};
    }
    static Result<Act> event(const Body& body) {
        if (body.actor.empty() || body.act.empty()) return malformed();
        return Act{.name = body.act,
                   .subject = body.subject,
                   .before = by_name(body.before),
                   .after = by_name(body.after),
                   .actor = body.actor,
                   .address = body.address};
    }

private:
    using Facts = std::map<std::string, std::string>;

    static std::vector<Fact> listed(const Facts& facts) {
        std::vector<Fact> list;
        for (const auto& [name, value] : facts) list.push_back({name, value});
        return list;
    }
    static Facts by_name(const std::vector<Fact>& list) {
        Facts facts;
        for (const auto& fact : list) facts.insert_or_assign(fact.name, fact.value);
        return facts;
    }
};

}  // namespace orion::messaging::detail

#pragma once

#include "exchange.h"

#include <span>
#include <string>
#include <string_view>

namespace faulty {

/// One way to answer. `run` blocks until the exchange is over; it calls Exchange::cut() when it ends the connection
/// itself.
struct Behaviour
{
    std::string_view name;
    std::string_view options; ///< its own ones, `name=default` separated by spaces; the common ones always work
    std::string_view what;
    void (*run)(Exchange &exchange);
};

struct Option
{
    std::string_view name;
    std::string_view what;
    bool isNumber;
};

// One list for each subject.
std::span<const Behaviour> ordinaryBehaviours();
std::span<const Behaviour> connectionBehaviours();
std::span<const Behaviour> framingBehaviours();
std::span<const Behaviour> headerBehaviours();
std::span<const Behaviour> encodingBehaviours();
std::span<const Behaviour> contentBehaviours();
std::span<const Behaviour> sseBehaviours();
std::span<const Behaviour> usageBehaviours();

std::span<const Option> commonOptions();

/// By name; a bare status such as `429` is the behaviour `status`. Null: there is none.
const Behaviour *findBehaviour(std::string_view name);

/// Empty if every option of the selection is known and its value is of the right kind; otherwise what to mend.
std::string checkOptions(const Behaviour &behaviour, const Selection &selection);

/// The text of `--list`: one line each.
std::string behaviourList();

} // namespace faulty

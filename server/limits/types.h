#pragma once

#include <shared/base/ids.h>
#include <shared/base/money.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::limits {

enum class Resource : std::uint8_t { Requests, Tokens, Concurrent, Spend };
/// Total: for ever, for Spend. Now: at once, for Concurrent.
enum class Period : std::uint8_t { Minute, Hour, Day, Week, Month, Total, Now };
inline constexpr std::size_t periodCount = 6; ///< of those that are windows

/// What a limit stands on.
enum class Scope : std::uint8_t { Plan, Account, Project, Key };
std::string_view scopeName(Scope scope); ///< `plan`, `account`, `project`, `key`
std::optional<Scope> scopeByName(std::string_view name);

struct Limit
{
    Resource resource = Resource::Requests;
    Period period = Period::Minute;
    std::int64_t amount = 0; ///< nano-USD for Spend
    bool shadow = false;     ///< counted and shown, not enforced

    bool operator==(const Limit &) const = default;
};

struct Plan
{
    std::string id;
    std::string name;
    std::vector<Limit> limits;
};

/// What a window says to the client: `x-ratelimit-*`.
struct WindowState
{
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    std::int64_t resetMs = 0; ///< until the window opens anew; of a budget that never does: 0
};

/// Who calls, as far as limits stand on it. `project` and `key` may be empty.
struct Subject
{
    const AccountId &account;
    std::string_view plan;
    std::string_view timeZone; ///< IANA
    const ProjectId &project;
    const KeyId &key;
};

struct Slot;

/// Which limit refused a call.
struct Refusal
{
    Scope scope = Scope::Plan;
    Limit limit;
    std::int64_t opensAtMs = 0; ///< wall clock; 0: never by itself
    /// Nothing but what calls under way have borrowed or hold is in the way: it may fit as soon as one ends.
    bool passing = false;
};

/// Borrowed capacity of one call; give it back with settle() exactly once.
struct Ticket
{
    /// What it was taken from, and how many windows each had opened by then. Null: not counted there.
    std::array<std::shared_ptr<Slot>, 3> slots; ///< account, project, key
    std::array<std::uint32_t, 3> opened{};
    std::int64_t tokens = 0;             ///< borrowed on the estimate
    Money held;                          ///< of the budgets; see LimitsService::holdSpend()
    bool ownCredentials = false;         ///< the project pays its provider itself: the account's budgets don't count it
    bool budgeted = false;               ///< some budget was enforced when it was taken
    std::optional<WindowState> requests; ///< the tightest request window (least remaining share), for the headers
    std::optional<WindowState> tokensWindow;
    std::optional<WindowState> budget; ///< nano-USD
    std::optional<Refusal> refusal;
};

/// The tightest budget of a call.
struct SpendRoom
{
    std::optional<Money> left; ///< not held and not spent; none: no budget is enforced
    Money unheld;              ///< not spent
    Scope scope = Scope::Plan;
    Limit limit;
    std::int64_t opensInMs = 0; ///< 0: never
};

/// A limit and how far it is used.
struct LimitState
{
    Scope scope = Scope::Plan;
    std::string id;    ///< of the plan, account, project or key that the limit stands on
    AccountId account; ///< whose use it is, as far as it is known
    Limit limit;
    std::int64_t used = 0;     ///< held money counts as used
    std::int64_t startsMs = 0; ///< of the window; 0 where it has no beginning or end
    std::int64_t endsMs = 0;
    std::uint64_t wouldHaveRefused = 0; ///< calls since the start, where the limit is a shadow

    /// Parts per million; a limit of nothing is full.
    std::int64_t sharePpm() const;
};

/// A budget has reached 50, 80 or 100 percent.
struct Crossing
{
    LimitState state;
    int percent = 0;
};

} // namespace beaver::limits

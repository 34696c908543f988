#pragma once

#include <server/storage/database.h>
#include <shared/base/clock.h>
#include <shared/base/ids.h>
#include <shared/base/result.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace beaver::limits {

enum class Resource : std::uint8_t { Requests, Tokens, Concurrent };
enum class Period : std::uint8_t { Minute, Hour, Day, Month, Now }; ///< Now: at once, for Concurrent

/// One limit of a plan or a key.
struct Limit
{
    Resource resource = Resource::Requests;
    Period period = Period::Minute;
    std::int64_t amount = 0;
    bool shadow = false; ///< counted and shown, not enforced
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
    std::int64_t resetMs = 0; ///< until the window opens anew
};

/// Borrowed capacity of one call; give it back with settle() exactly once.
struct Ticket
{
    AccountId account;
    KeyId key;
    std::int64_t tokens = 0; ///< borrowed on the estimate
    std::int64_t takenWallMs = 0;
    /// Which windows it was taken from, for settle(): how many the account and the key had opened by then; 0: not
    /// counted there.
    std::uint32_t accountOpened = 0;
    std::uint32_t keyOpened = 0;
    std::optional<WindowState> requests; ///< the tightest request window (least remaining share), for the headers
    std::optional<WindowState> tokensWindow;
};

/// Requests and tokens per minute, hour, day and month and calls at once, on plan and key; the strictest wins.
/// Everything is in memory; windows follow from the clock when they are asked (no reset job): a window is the calendar
/// minute, hour, day or month (account's time zone for day and month). A clock that jumps back never reopens a window
/// (promise P15). Any thread; striped locks.
class LimitsService
{
public:
    LimitsService(storage::Database &database, const Clock &clock);
    ~LimitsService();

    /// Writes the plans of the preset (`beaver`, `bluesminds`, `credit`; each with `unlimited`) into an empty table,
    /// loads plans and limits, and rebuilds the hour, day and month counters from usage_rollups. Blocks; at start only.
    Result<void> start(std::string_view preset);

    std::vector<Plan> plans() const;
    bool hasPlan(std::string_view id) const;
    std::string firstPlan() const; ///< new accounts begin on it

    /// Borrows one request, `estimatedTokens` and one call at once from every window of the account's plan and the key,
    /// all or nothing. Full: RateLimited with retryAfterMs and a message that names the window, its limit and when it
    /// opens (reason `rate_limit_exceeded`); the states for the headers go to `full`. A call that alone is more than a
    /// window takes has retryAfterMs 0: waiting doesn't help. An account on a plan that doesn't exist has the limits of
    /// the first.
    Result<Ticket> take(const AccountId &account, std::string_view plan, std::string_view timeZone, const KeyId &key,
                        std::int64_t estimatedTokens, Ticket *full = nullptr);
    /// The call has ended: the borrowed tokens become the used ones, in the windows they were taken from.
    void settle(const Ticket &ticket, std::int64_t usedTokens);

    /// Keeps the limits of a new key; give them to setKeyLimits() when this has succeeded.
    ops::Future<Result<void>> writeKeyLimits(ops::Executor &loop, const KeyId &key, std::vector<Limit> limits);
    /// Sets the limits of a key (from the `limits` table or a new key). A key is counted from its first limit on;
    /// before, only its account is.
    void setKeyLimits(const KeyId &key, std::vector<Limit> limits);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace beaver::limits

#pragma once

#include <QCoroTask>

#include <shared/base/ids.h>

#include <cstdint>
#include <optional>
#include <string>

namespace beaver::batches {

/// One line as it is to be called.
struct LineCall
{
    AccountId account;
    KeyId key; ///< empty: the account itself
    std::string endpoint;
    std::string body; ///< JSON
    int pricePercent = 100;
    /// The same line has the same name, so that it is charged once however often it is called. No client can send it.
    std::string idempotencyKey;
};

struct LineAnswer
{
    enum class Kind : std::uint8_t {
        Answered,    ///< 2xx
        Refused,     ///< calling again changes nothing
        Again,       ///< providers failed; another time they may not
        Wait,        ///< a window of ours is full: nothing of this batch goes before `retryAfterMs`
        Crowded,     ///< calls under way hold or have borrowed what it takes: it may go when one ends
        Stop,        ///< the balance is used up, also with nothing held: neither this line nor any other goes
        Interrupted, ///< the gateway stops; nothing is known of it
    } kind = Kind::Answered;
    int status = 200;
    std::string requestId;
    std::string body;              ///< JSON: the answer, or the error in the endpoint's form
    std::int64_t retryAfterMs = 0; ///< of Again and Wait; 0: not known
};

/// Carries lines out as model calls of their account. Loop's thread of the runner.
class LineCaller
{
public:
    virtual ~LineCaller() = default;
    virtual QCoro::Task<LineAnswer> call(LineCall line) = 0;
    /// What an earlier call() of this line was answered and charged for, though nobody noted it; empty: none was.
    virtual QCoro::Task<std::optional<LineAnswer>> recall(LineCall line) = 0;
};

} // namespace beaver::batches

#pragma once

#include <server/catalog/types.h>
#include <server/relay/types.h>
#include <server/wire/chat_request.h>
#include <shared/base/result.h>

#include <optional>

namespace beaver::relay {

/// How much to hold for a call, and what the upstream's maximum must be lowered to.
struct HoldSize
{
    Money amount;
    std::optional<std::int64_t> clampTokens;
};

/// The worst case of a call: its input, estimated with a margin, and its maximum output (docs/money.md, "Hold").
///  - `max_tokens` given: all of it is held, or it is refused with what the balance can pay.
///  - none, not streamed: the model's maximum, but at most a quarter of the balance and never more than it; the
///  upstream's
///    maximum is clamped to what is held, since nothing can stop the answer later.
///  - none, streamed: a calibrated estimate is held and grows with the stream; the upstream's maximum is clamped to
///  what the
///    whole balance pays.
/// InsufficientBalance when not even `smallestAnswer` tokens fit. `typicalOutput` is in tokens.
Result<HoldSize> sizeHold(const catalog::Model &model, const catalog::Policy &policy, const wire::ChatRequest &request,
                          Money available, std::int64_t typicalOutput);

/// The same for a call that any of `models` may serve: what the dearest of them takes. A model that the balance doesn't
/// pay for is left out of `models`, unless none is left; then the first one's refusal.
Result<HoldSize> sizeHoldOfAll(std::vector<const catalog::Model *> &models, const catalog::Policy &policy,
                               const Call &call, Money available, std::int64_t typicalOutput);

inline constexpr std::int64_t smallestAnswer = 16;

} // namespace beaver::relay

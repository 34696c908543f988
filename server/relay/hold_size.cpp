#include <server/relay/hold_size.h>
#include <server/wire/image_tokens.h>

#include <algorithm>

namespace beaver::relay {

namespace {

using wire::Bucket;

constexpr std::int64_t unknownMaximum = 32'768;

class Worst
{
public:
    Worst(const catalog::Model &model, const catalog::Policy &policy, const wire::ChatRequest &request)
        : m_model(model)
        , m_policy(policy)
        , m_choices(request.choices)
        , m_searches(request.searches)
        , m_input(request.inputTokens + request.inputTokens / 4 + 64)
    {
        if (request.images > 0)
            m_input += request.images * (wire::mostImageTokens(model.id) - wire::tokensOfImage);
        const auto dearest = [&](std::initializer_list<Bucket> buckets) {
            return std::ranges::max(
                buckets, {}, [&](Bucket bucket) { return policy.of(model).unitPrice(model.price, bucket, m_input); });
        };
        m_inputBucket = dearest({Bucket::Input, Bucket::CacheWrite5m});
        // The hour's cache is written only for who asks for it, at twice the input's price.
        if (dearest({m_inputBucket, Bucket::CacheWrite1h}) != m_inputBucket &&
            request.body.find("\"1h\"") != std::string::npos)
            m_inputBucket = Bucket::CacheWrite1h;
        m_outputBucket = dearest({Bucket::Output, Bucket::Reasoning, Bucket::AudioOut, Bucket::ImageOut});
    }

    /// Price of the call with so many output tokens in each choice.
    Money with(std::int64_t output) const
    {
        wire::Usage usage;
        usage[m_inputBucket] = m_input;
        usage[m_outputBucket] = output * m_choices;
        usage[Bucket::Requests] = 1;
        usage[Bucket::Searches] = m_searches;
        return catalog::quote(m_model, m_policy, usage).cost;
    }

    /// The most output tokens that `money` pays; −1 when not even the input fits.
    std::int64_t paidBy(Money money, std::int64_t most) const
    {
        if (with(0) > money)
            return -1;
        std::int64_t low = 0;
        std::int64_t high = most;
        while (low < high) {
            const std::int64_t middle = low + (high - low + 1) / 2;
            if (with(middle) <= money)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

private:
    const catalog::Model &m_model;
    const catalog::Policy &m_policy;
    std::int64_t m_choices;
    std::int64_t m_searches;
    std::int64_t m_input;
    Bucket m_inputBucket;
    Bucket m_outputBucket;
};

Error tooDear(Money takes, Money available, std::int64_t tokens)
{
    std::string message = "This call can cost up to " + takes.toDecimal() + " USD and the account has " +
                          available.toDecimal() + " USD available";
    message += tokens > 0 ? ", which pays for at most " + std::to_string(tokens) +
                                " output tokens. Lower 'max_tokens' or top up."
                          : ". Top up the account to go on.";
    return {ErrorCode::InsufficientBalance, std::move(message), {}, "insufficient_quota", {}, 0};
}

} // namespace

Result<HoldSize> sizeHold(const catalog::Model &model, const catalog::Policy &policy, const wire::ChatRequest &request,
                          Money available, std::int64_t typicalOutput)
{
    const Worst worst(model, policy, request);
    if (request.maxTokens) {
        const Money amount = worst.with(*request.maxTokens);
        if (amount > available)
            return tooDear(amount, available, worst.paidBy(available, *request.maxTokens));
        return HoldSize{amount, std::nullopt};
    }

    const std::int64_t maximum = model.maxOutputTokens > 0 ? model.maxOutputTokens : unknownMaximum;
    const std::int64_t affordable = worst.paidBy(available, maximum);
    if (affordable < std::min(smallestAnswer, maximum))
        return tooDear(worst.with(std::min(smallestAnswer, maximum)), available, affordable);

    if (request.stream) {
        const std::int64_t estimate = std::min({std::max(typicalOutput * 2, std::int64_t{256}), maximum, affordable});
        return HoldSize{worst.with(estimate), affordable < maximum ? std::optional(affordable) : std::nullopt};
    }
    const Money quarter = Money::fromNanoUsd(available.nanoUsd() / 4);
    const std::int64_t fair = std::max(worst.paidBy(quarter, maximum), std::min(typicalOutput * 4, affordable));
    const std::int64_t held = std::max(std::min(fair, affordable), std::min(smallestAnswer, maximum));
    return HoldSize{worst.with(held), held < maximum ? std::optional(held) : std::nullopt};
}

namespace {

/// A call that isn't a chat says itself what it can use at most.
Result<HoldSize> sizeUnit(const catalog::Model &model, const catalog::Policy &policy, const wire::UnitRequest &unit,
                          Money available)
{
    const Money amount = catalog::quote(model, policy, unit.worst).cost;
    if (amount > available)
        return tooDear(amount, available, 0);
    return HoldSize{amount, std::nullopt};
}

} // namespace

Result<HoldSize> sizeHoldOfAll(std::vector<const catalog::Model *> &models, const catalog::Policy &policy,
                               const Call &call, Money available, std::int64_t typicalOutput)
{
    std::optional<HoldSize> all;
    std::optional<Error> refusal;
    std::vector<const catalog::Model *> payable;
    for (const auto *model : models) {
        const auto one = call.unit ? sizeUnit(*model, policy, *call.unit, available)
                                   : sizeHold(*model, policy, call.request, available, typicalOutput);
        if (!one) {
            refusal = refusal ? std::move(refusal) : one.error();
            continue;
        }
        payable.push_back(model);
        if (!all)
            all = *one;
        all->amount = std::max(all->amount, one->amount);
        if (one->clampTokens)
            all->clampTokens = all->clampTokens ? std::min(*all->clampTokens, *one->clampTokens) : *one->clampTokens;
    }
    if (!all)
        return *refusal;
    models = std::move(payable);
    return *all;
}

} // namespace beaver::relay

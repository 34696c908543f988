#include <gtest/gtest.h>
#include <server/relay/hold_size.h>

using namespace beaver;
using namespace beaver::relay;

namespace {

/// 1 nano-USD for a token in, 10 for one out, passed through.
catalog::Model model(std::int64_t maxOutput = 1000)
{
    catalog::Model model;
    model.id = "m";
    model.maxOutputTokens = maxOutput;
    model.price.state = catalog::PriceState::Priced;
    model.price.tiers.push_back({0, {}});
    model.price.tiers[0].prices[static_cast<std::size_t>(wire::Bucket::Input)] = 1'000'000;
    model.price.tiers[0].prices[static_cast<std::size_t>(wire::Bucket::Output)] = 10'000'000;
    return model;
}

wire::ChatRequest request(std::optional<std::int64_t> maxTokens, bool stream, std::int64_t choices = 1)
{
    wire::ChatRequest request;
    request.inputTokens = 0; // held with the margin of 64
    request.maxTokens = maxTokens;
    request.stream = stream;
    request.choices = choices;
    return request;
}

const catalog::Policy passThrough{catalog::Policy::Kind::PassThrough};

Result<HoldSize> size(const wire::ChatRequest &asked, std::int64_t available, std::int64_t typical = 50,
                      std::int64_t maxOutput = 1000)
{
    return sizeHold(model(maxOutput), passThrough, asked, Money::fromNanoUsd(available), typical);
}

} // namespace

TEST(HoldSize, AnExplicitMaximumIsHeldWhole)
{
    const auto held = size(request(100, false), 10'000);
    ASSERT_TRUE(held.ok());
    EXPECT_EQ(held->amount, Money::fromNanoUsd(64 + 1000));
    EXPECT_FALSE(held->clampTokens);
    EXPECT_EQ(size(request(100, true, 3), 10'000)->amount, Money::fromNanoUsd(64 + 3000));
}

TEST(HoldSize, ARefusalSaysWhatTheBalancePays)
{
    const auto refused = size(request(100, false), 64 + 999);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, ErrorCode::InsufficientBalance);
    EXPECT_NE(refused.error().message.find("at most 99 output tokens"), std::string::npos) << refused.error().message;
    EXPECT_TRUE(size(request(100, false), 64 + 1000).ok());
}

TEST(HoldSize, AStreamHoldsWhatIsUsualAndIsClampedByTheBalance)
{
    const auto rich = size(request({}, true), 1'000'000, 200);
    ASSERT_TRUE(rich.ok());
    EXPECT_EQ(rich->amount, Money::fromNanoUsd(64 + 4000));
    EXPECT_FALSE(rich->clampTokens);
    const auto poor = size(request({}, true), 64 + 1500, 200);
    ASSERT_TRUE(poor.ok());
    EXPECT_EQ(poor->clampTokens, 150);
    EXPECT_LE(poor->amount, Money::fromNanoUsd(64 + 1500));
}

TEST(HoldSize, AWholeAnswerIsClampedToItsHold)
{
    const auto poor = size(request({}, false), 4'000, 10);
    ASSERT_TRUE(poor.ok());
    ASSERT_TRUE(poor->clampTokens);
    EXPECT_EQ(poor->amount, Money::fromNanoUsd(64 + *poor->clampTokens * 10));
    EXPECT_LE(poor->amount, Money::fromNanoUsd(1'000));
    const auto rich = size(request({}, false), 1'000'000);
    ASSERT_TRUE(rich.ok());
    EXPECT_FALSE(rich->clampTokens);
    EXPECT_EQ(rich->amount, Money::fromNanoUsd(64 + 10'000));
}

TEST(HoldSize, NotEvenASmallAnswerFits)
{
    EXPECT_FALSE(size(request({}, true), 64 + 159).ok());
    EXPECT_TRUE(size(request({}, true), 64 + 160).ok());
    EXPECT_FALSE(size(request({}, false), 64 + 159).ok());
    EXPECT_TRUE(size(request({}, false), 64 + 160).ok());
    EXPECT_FALSE(size(request({}, true), 0).ok());
    EXPECT_TRUE(size(request({}, true), 64 + 50, 50, 5).ok()) << "a model of five tokens has no larger answer";
}

TEST(HoldSize, SearchesAndImagesAreHeldAtTheirMost)
{
    auto priced = model();
    priced.price.tiers[0].prices[static_cast<std::size_t>(wire::Bucket::Searches)] = 5'000'000'000; // 5,000 nano-USD
    auto asked = request(100, false);
    asked.searches = 3;
    const auto held = sizeHold(priced, passThrough, asked, Money::fromNanoUsd(100'000), 50);
    ASSERT_TRUE(held.ok());
    EXPECT_EQ(held->amount, Money::fromNanoUsd(64 + 1000 + 15'000));
    EXPECT_FALSE(sizeHold(priced, passThrough, asked, Money::fromNanoUsd(64 + 1000 + 14'999), 50).ok());

    auto seeing = request(100, false);
    seeing.images = 2;
    priced.id = "gpt-4o-mini-2024-07-18";
    EXPECT_EQ(sizeHold(priced, passThrough, seeing, Money::fromNanoUsd(1'000'000), 50)->amount,
              Money::fromNanoUsd(64 + 1000 + 2 * (48'169 - 1'700)));
}

#include <gtest/gtest.h>
#include <shared/base/published.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

using namespace beaver;

namespace {

std::shared_ptr<const int> number(int value)
{
    return std::make_shared<const int>(value);
}

TEST(Published, IsWhatWasSetLast)
{
    Published<int> one(number(1));
    EXPECT_EQ(*one.get(), 1);
    const auto before = one.get();
    one.set(number(2));
    EXPECT_EQ(*one.get(), 2);
    EXPECT_EQ(*before, 1);
}

TEST(Published, TwoOfAKindAreNotMixedUp)
{
    Published<int> one(number(1));
    Published<int> other(number(2));
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(*one.get(), 1);
        EXPECT_EQ(*other.get(), 2);
    }
}

TEST(Published, ALaterOneInTheSamePlaceIsNotTakenForTheFirst)
{
    std::optional<Published<int>> place;
    for (int value = 0; value < 3; ++value) {
        place.emplace(number(value));
        EXPECT_EQ(*place->get(), value);
    }
}

TEST(Published, AThreadsReferencesLeaveTheSharedCounterAlone)
{
    const auto value = number(1);
    Published<int> one(value);
    const auto kept = one.get();
    const auto before = value.use_count();
    std::vector<std::shared_ptr<const int>> many(100, one.get());
    EXPECT_EQ(value.use_count(), before);
}

TEST(Published, ReadersNeverSeeTimeGoBack)
{
    constexpr int last = 20'000;
    Published<int> one(number(0));
    std::atomic<bool> backwards = false;
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 3; ++reader)
        readers.emplace_back([&] {
            for (int seen = 0; seen < last;) {
                const int now = *one.get();
                if (now < seen)
                    backwards = true;
                seen = now;
            }
        });
    for (int value = 1; value <= last; ++value)
        one.set(number(value));
    for (auto &reader : readers)
        reader.join();
    EXPECT_FALSE(backwards);
}

} // namespace

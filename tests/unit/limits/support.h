#pragma once

#include <QTemporaryDir>

#include <gtest/gtest.h>
#include <server/limits/limits_service.h>

#include <memory>
#include <string>
#include <vector>

namespace beaver::limits::test {

/// Milliseconds of `2025-03-01T12:00:10Z` (with milliseconds too).
std::int64_t at(std::string_view time);

/// A database with the schema in a folder of its own, and a clock that stands still.
class LimitsTest : public testing::Test
{
protected:
    LimitsTest();

    /// Runs statements on the writer.
    void execute(std::string_view sql);
    /// One plan, `p`, with these limits, in place of a preset's.
    void startWith(const std::vector<Limit> &limits, std::string_view preset = "beaver");
    /// The process starts anew on the same database.
    void restart(std::string_view preset = "beaver");

    Result<Ticket> take(std::int64_t tokens = 0, std::string_view zone = "UTC", const KeyId &key = {});

    const AccountId account{"acc_test"};
    ProjectId project;
    const KeyId noKey;
    QTemporaryDir folder;
    ManualClock clock;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<LimitsService> limits;
};

Limit requests(Period period, std::int64_t amount);
Limit tokens(Period period, std::int64_t amount);

} // namespace beaver::limits::test

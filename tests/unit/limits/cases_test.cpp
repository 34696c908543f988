#include "support.h"

#include <QFile>
#include <QStringList>

#include <server/limits/limit_names.h>

#include <deque>

namespace beaver::limits::test {

namespace {

struct Case
{
    QString name;
    std::vector<Limit> limits;
    std::vector<QStringList> lines;
};

Limit readLimit(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    auto limit = limitOf(words.at(0).toStdString(), words.at(1).toStdString()).value_or(Limit());
    limit.amount = words.at(2).toLongLong();
    limit.shadow = words.size() > 3 && words.at(3) == QLatin1String("shadow");
    return limit;
}

std::vector<Case> readCases()
{
    QFile table(QStringLiteral(BEAVER_SOURCE_DIR "/tests/tables/limit_cases.txt"));
    EXPECT_TRUE(table.open(QIODevice::ReadOnly));
    std::vector<Case> cases;
    while (!table.atEnd()) {
        const QString line = QString::fromUtf8(table.readLine()).trimmed();
        if (line.isEmpty() || line.startsWith(QLatin1Char('#')))
            continue;
        if (line.startsWith(QLatin1String("case:"))) {
            cases.push_back({line.mid(5).trimmed(), {}, {}});
        } else if (line.startsWith(QLatin1String("limit:"))) {
            cases.back().limits.push_back(readLimit(line.mid(6)));
        } else {
            QStringList cells = line.split(QLatin1Char('|'));
            for (QString &cell : cells)
                cell = cell.trimmed();
            cases.back().lines.push_back(cells);
        }
    }
    return cases;
}

/// `requests minute, 12 s` out of the message that a client reads.
std::string shortForm(const Error &error)
{
    std::string text;
    for (const char *resource : {"requests", "tokens"})
        for (const char *period : {"minute", "hour", "day", "month"})
            if (error.message.find(std::string(resource) + " per " + period) != std::string::npos)
                text = std::string(resource) + " " + period;
    if (error.message.find("calls at once") != std::string::npos)
        text = "concurrent now";
    return text + (error.retryAfterMs == 0 ? ", never" : ", " + std::to_string(error.retryAfterMs / 1000) + " s");
}

} // namespace

class Cases : public LimitsTest
{
protected:
    void run(const Case &given)
    {
        const auto noPlans = "DELETE FROM limits; DELETE FROM plans";
        execute(noPlans);
        startWith(given.limits);
        std::deque<Ticket> running;
        for (const QStringList &line : given.lines) {
            const QString time =
                line.at(0).contains(QLatin1Char('T')) ? line.at(0) : QStringLiteral("2025-03-15T") + line.at(0);
            clock.advanceMs(at(time.toStdString() + "Z") - clock.wallMs());
            const auto amount = line.at(1).section(QLatin1Char(' '), 1, -1, QString::SectionSkipEmpty).toLongLong();
            const std::string context = given.name.toStdString() + ": " + line.join(QLatin1String(" | ")).toStdString();
            if (line.at(1).startsWith(QLatin1String("end"))) {
                ASSERT_FALSE(running.empty()) << context;
                limits->settle(running.front(), amount);
                running.pop_front();
                continue;
            }
            auto ticket = take(amount);
            EXPECT_EQ(ticket ? "ok" : shortForm(ticket.error()), line.at(2).toStdString()) << context;
            if (ticket)
                running.push_back(std::move(*ticket));
        }
    }
};

TEST_F(Cases, AllOfTheTable)
{
    const auto cases = readCases();
    EXPECT_GT(cases.size(), 10U);
    for (const Case &given : cases) {
        // Each begins on its own day, with both clocks at rest.
        clock.jumpWallMs(at("2024-01-01T00:00:00Z") - clock.wallMs());
        run(given);
    }
}

TEST_F(Cases, RefusalSaysWhichWindowWhoseAndWhen)
{
    startWith({requests(Period::Minute, 1)});
    const auto taken = take();
    ASSERT_TRUE(taken);
    clock.advanceMs(15'000);
    Ticket full;
    const auto refused = limits->take({account, "p", "UTC", project, noKey}, 0, &full);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::RateLimited);
    EXPECT_EQ(refused.error().reason, "rate_limit_exceeded");
    EXPECT_EQ(refused.error().retryAfterMs, 45'000);
    EXPECT_EQ(refused.error().message,
              "The limit of 1 requests per minute of the plan Plan P is reached. It opens in 45 s, at "
              "2025-03-15T12:01:00Z.");
    ASSERT_TRUE(full.requests);
    EXPECT_EQ(full.requests->remaining, 0);
    EXPECT_EQ(full.requests->resetMs, 45'000);
}

TEST_F(Cases, HeadersTellTheTightestWindow)
{
    startWith({requests(Period::Minute, 10), requests(Period::Day, 1000), tokens(Period::Hour, 100)});
    const auto first = take(30);
    ASSERT_TRUE(first);
    ASSERT_TRUE(first->requests);
    ASSERT_TRUE(first->tokensWindow);
    EXPECT_EQ(first->requests->limit, 10);
    EXPECT_EQ(first->requests->remaining, 9);
    EXPECT_EQ(first->tokensWindow->remaining, 70);
    EXPECT_EQ(first->tokensWindow->resetMs, 3'600'000);
}

TEST_F(Cases, StricterOfPlanAndKeyWinsAndNeitherIsTakenAlone)
{
    startWith({requests(Period::Minute, 3)});
    const KeyId key("key_one");
    limits->setKeyLimits(key, {requests(Period::Minute, 1)});
    EXPECT_TRUE(take(0, "UTC", key));
    const auto refused = take(0, "UTC", key);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("this API key"), std::string::npos) << refused.error().message;
    // The refused call took nothing from the plan: two of three are left for other keys.
    EXPECT_TRUE(take(0, "UTC", KeyId("key_two")));
    EXPECT_TRUE(take(0, "UTC", KeyId("key_two")));
    EXPECT_FALSE(take(0, "UTC", KeyId("key_two")));
    limits->setKeyLimits(key, {});
    clock.advanceMs(60'000);
    EXPECT_TRUE(take(0, "UTC", key));
    EXPECT_TRUE(take(0, "UTC", key));
}

TEST_F(Cases, KeyThatLosesItsLimitsWithCallsUnderWayStillReturnsThem)
{
    startWith({});
    const KeyId key("key_one");
    limits->setKeyLimits(key, {{Resource::Concurrent, Period::Now, 1, false}});
    const auto running = take(0, "UTC", key);
    ASSERT_TRUE(running);
    limits->setKeyLimits(key, {});
    EXPECT_TRUE(take(0, "UTC", key));
    limits->setKeyLimits(key, {{Resource::Concurrent, Period::Now, 2, false}});
    EXPECT_FALSE(take(0, "UTC", key));
    limits->settle(*running, 0);
    EXPECT_TRUE(take(0, "UTC", key));
}

TEST_F(Cases, UnknownPlanHasTheLimitsOfTheFirst)
{
    startWith({requests(Period::Minute, 1)});
    EXPECT_TRUE(limits->take({account, "no such plan", "UTC", project, noKey}, 0));
    EXPECT_FALSE(limits->take({account, "no such plan", "UTC", project, noKey}, 0));
}

} // namespace beaver::limits::test

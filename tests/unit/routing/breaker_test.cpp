#include <gtest/gtest.h>
#include <server/routing/breaker.h>

#include <fstream>
#include <sstream>

namespace beaver::routing::test {

namespace {

std::string trimmed(const std::string &text)
{
    const auto from = text.find_first_not_of(' ');
    return from == std::string::npos ? std::string() : text.substr(from, text.find_last_not_of(' ') - from + 1);
}

/// Runs the lines of one case of tests/tables/breaker.txt.
class Case
{
public:
    std::string run(std::int64_t ms, const std::string &what)
    {
        const std::int64_t nowUs = ms * 1000;
        if (what == "enter")
            return entered(m_breaker.enter(nowUs));
        if (what == "enter anyway")
            return entered(m_breaker.enterAnyway(nowUs));
        if (what == "probe answers")
            m_breaker.answered(nowUs, m_probe);
        else if (what == "probe fails")
            m_breaker.failed(nowUs, m_probe, "broken");
        else if (what == "probe uncounted")
            m_breaker.notCounted(m_probe);
        else if (what == "refuse")
            m_breaker.refused(nowUs, "upstream_authentication");
        else if (what == "check ok")
            m_breaker.checked(nowUs);
        else if (what == "check fails")
            m_breaker.checkFailed(nowUs, "check_failed");
        else if (what != "state" && !repeated(nowUs, what))
            return "unknown line";
        switch (m_breaker.state(nowUs)) {
        case Breaker::State::Closed:
            return "closed";
        case Breaker::State::Open:
            return "open";
        case Breaker::State::HalfOpen:
            break;
        }
        return "half open";
    }

private:
    std::string entered(std::optional<std::uint64_t> ticket)
    {
        if (!ticket)
            return "refused";
        if (*ticket == 0)
            return "pass";
        m_probe = *ticket;
        return "probe";
    }

    bool repeated(std::int64_t nowUs, const std::string &what)
    {
        const bool both = what.starts_with("answer, fail ");
        const bool answers = both || what.starts_with("answer ");
        const bool fails = both || what.starts_with("fail ");
        const int times = answers || fails ? std::stoi(what.substr(what.rfind(' ') + 1)) : 0;
        for (int done = 0; done < times; ++done) {
            if (answers)
                m_breaker.answered(nowUs, 0);
            if (fails)
                m_breaker.failed(nowUs, 0, "broken");
        }
        return times > 0;
    }

    RouterSettings m_settings;
    Random m_random{7};
    Breaker m_breaker{m_settings, m_random};
    std::uint64_t m_probe = 0;
};

TEST(BreakerTable, EveryCaseGoesAsWritten)
{
    std::ifstream table(BEAVER_SOURCE_DIR "/tests/tables/breaker.txt");
    ASSERT_TRUE(table);
    std::unique_ptr<Case> current;
    std::string name;
    int cases = 0;
    for (std::string line; std::getline(table, line);) {
        if (line.empty() || line.front() == '#')
            continue;
        if (line.starts_with("case:")) {
            name = trimmed(line.substr(5));
            current = std::make_unique<Case>();
            ++cases;
            continue;
        }
        std::istringstream cells(line);
        std::string ms;
        std::string what;
        std::string expected;
        std::getline(cells, ms, '|');
        std::getline(cells, what, '|');
        std::getline(cells, expected, '|');
        ASSERT_TRUE(current) << line;
        EXPECT_EQ(current->run(std::stoll(ms), trimmed(what)), trimmed(expected)) << name << ": " << line;
    }
    EXPECT_GE(cases, 16);
}

TEST(Breaker, EjectionsAreSpreadByAFifthEachWay)
{
    const RouterSettings settings;
    Random random(11);
    std::int64_t least = 1'000'000'000;
    std::int64_t most = 0;
    for (int each = 0; each < 500; ++each) {
        Breaker breaker(settings, random);
        breaker.checkFailed(0, "x");
        least = std::min(least, breaker.untilUs());
        most = std::max(most, breaker.untilUs());
    }
    EXPECT_GE(least, 4'000'000);
    EXPECT_LT(least, 4'100'000);
    EXPECT_LE(most, 6'000'000);
    EXPECT_GT(most, 5'900'000);
}

TEST(Breaker, DoublingStopsAtTheMost)
{
    EXPECT_EQ(doubled(5'000, 0, 120'000), 5'000);
    EXPECT_EQ(doubled(5'000, 3, 120'000), 40'000);
    EXPECT_EQ(doubled(5'000, 60, 120'000), 120'000);
}

} // namespace

} // namespace beaver::routing::test

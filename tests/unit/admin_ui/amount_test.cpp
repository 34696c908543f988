#include <admin-ui/editors/amount.h>
#include <admin-ui/models/money_text.h>
#include <tests/unit/admin_ui/fixtures.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

TEST(Amount, ReadsWhatPeopleType)
{
    EXPECT_EQ(parseAmount(u"25"_s), Money::parse("25"));
    EXPECT_EQ(parseAmount(u" $ 1250.50 "_s), Money::parse("1250.5"));
    EXPECT_EQ(parseAmount(u"0.000000001"_s), Money::fromNanoUsd(1));
}

TEST(Amount, RefusesWhatCouldMeanTwoThings)
{
    for (const char *typed :
         {"", "abc", "1,5", "1,000.50", "1.000,50", "-5", "1e3", ".5", "5.", "0.0000000001", "99999999999"})
        EXPECT_FALSE(parseAmount(QString::fromLatin1(typed))) << typed;
}

TEST(MoneyText, RoundsHalfToEvenForReading)
{
    EXPECT_EQ(shortUsd(*Money::parse("1.005")), u"$1.00"_s);
    EXPECT_EQ(shortUsd(*Money::parse("1.015")), u"$1.02"_s);
    EXPECT_EQ(shortUsd(*Money::parse("1.005000001")), u"$1.01"_s);
    EXPECT_EQ(shortUsd(*Money::parse("19999.999999999")), u"$20000.00"_s);
    EXPECT_EQ(shortUsd(*Money::parse("-1.42")), u"−$1.42"_s);
    EXPECT_EQ(shortUsd(Money()), u"$0.00"_s);
}

TEST(MoneyText, NeverShowsSomethingAsNothing)
{
    EXPECT_EQ(shortUsd(Money::fromNanoUsd(7'500)), u"<$0.01"_s);
    EXPECT_EQ(shortUsd(Money::fromNanoUsd(4'999'999)), u"<$0.01"_s);
    EXPECT_EQ(shortUsd(Money::fromNanoUsd(-1)), u"<−$0.01"_s);
}

TEST(MoneyText, ShowsEveryDigitOnRequest)
{
    EXPECT_EQ(exactUsd(*Money::parse("48250.0000075")), u"48250.0000075 USD"_s);
    EXPECT_EQ(exactUsd(*Money::parse("3.2")), u"3.20 USD"_s);
    EXPECT_EQ(exactUsd(Money::fromNanoUsd(std::numeric_limits<std::int64_t>::min())), u"−9223372036.854775808 USD"_s);
}

TEST(MoneyText, FollowsTheLocale)
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    EXPECT_EQ(exactUsd(*Money::parse("1234567.5")), u"1.234.567,50 USD"_s);
    QLocale::setDefault(QLocale::c());
}

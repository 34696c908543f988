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

TEST(Amount, TakesADecimalCommaWhereOneIsWritten)
{
    struct Row
    {
        const char *typed;
        const char *german; ///< null: refused
        const char *english;
    };
    const Row rows[]{{"25", "25", "25"},
                     {"1234,56", "1234.56", nullptr},
                     {"1.234,56", "1234.56", nullptr},
                     {"1.234.567,5", "1234567.5", nullptr},
                     {"1.234.567", "1234567", nullptr},
                     {"12,50 $", "12.5", nullptr},
                     {"$ 12,50", "12.5", nullptr},
                     {"0,000000001", "0.000000001", nullptr},
                     {"0,0000000001", nullptr, nullptr},
                     {"1250.50", "1250.5", "1250.5"},
                     {"0.125", "0.125", "0.125"},
                     {"1250.500", "1250.5", "1250.5"},
                     {"1.5", "1.5", "1.5"},
                     {"1.234", nullptr, "1.234"},
                     {"999.999", nullptr, "999.999"},
                     {"$1.234", nullptr, "1.234"},
                     {"1,234.56", nullptr, nullptr},
                     {"1,234,567", nullptr, nullptr},
                     {"1.23,4", nullptr, nullptr},
                     {"0.123,4", nullptr, nullptr},
                     {"12.34.567", nullptr, nullptr},
                     {"1,", nullptr, nullptr},
                     {",5", nullptr, nullptr},
                     {"1 234,5", nullptr, nullptr},
                     {"99.999.999.999", nullptr, nullptr},
                     {"-5", nullptr, nullptr}};
    const auto wanted = [](const char *amount) { return amount ? Money::parse(amount) : std::nullopt; };
    for (const Row &row : rows) {
        const QString typed = QString::fromLatin1(row.typed);
        EXPECT_EQ(parseAmount(typed, QLocale(QLocale::German, QLocale::Germany)), wanted(row.german)) << row.typed;
        EXPECT_EQ(parseAmount(typed, QLocale(QLocale::English, QLocale::UnitedStates)), wanted(row.english))
            << row.typed;
    }
    EXPECT_TRUE(isAmbiguousAmount(u" 1.234 $"_s, QLocale(QLocale::German, QLocale::Germany)));
    EXPECT_FALSE(isAmbiguousAmount(u"1.234"_s, QLocale(QLocale::English, QLocale::UnitedStates)));
    EXPECT_EQ(amountInput(u"1.125"_s, QLocale(QLocale::German, QLocale::Germany)), u"1,125"_s);
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

#include <QLocale>
#include <QTranslator>

#include <admin-ui/charts/time_series_chart.h>
#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/record_detail.h>
#include <gtest/gtest.h>

using namespace beaver;
using namespace beaver::admin;
using namespace Qt::StringLiterals;

namespace {

/// The console's own German texts, and the numbers of a German.
class German : public testing::Test
{
protected:
    void SetUp() override
    {
        QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
        ASSERT_TRUE(m_translator.load(u":/qt/qml/Beaver/Console/i18n/beaver_de.qm"_s));
        QCoreApplication::installTranslator(&m_translator);
    }
    void TearDown() override
    {
        QCoreApplication::removeTranslator(&m_translator);
        QLocale::setDefault(m_before);
    }

private:
    QLocale m_before;
    QTranslator m_translator;
};

/// With plain spaces where the texts have some that don't break.
std::string plain(QString text)
{
    return text.replace(QChar(QChar::Nbsp), u' ').toStdString();
}

std::string usd(const char *amount)
{
    return plain(shortUsd(*Money::parse(amount)));
}

std::string cellText(const QVariantMap &cell)
{
    return plain(cell[u"text"_s].toString());
}

} // namespace

TEST_F(German, MoneyHasItsSignBehind)
{
    EXPECT_EQ(usd("1"), "1,00 $");
    EXPECT_EQ(usd("-1234567.5"), "−1.234.567,50 $");
    EXPECT_EQ(usd("0.000001"), "<0,01 $");
    EXPECT_EQ(plain(exactUsd(*Money::parse("1234.5"))), "1.234,50 USD");
    EXPECT_EQ(plain(exactDollars(*Money::parse("0.0041"))), "0,0041 $");
    EXPECT_EQ(plain(shortDollars(2'345'678)), "2,35 Mio. $");
    EXPECT_EQ(plain(shortDollars(123'456)), "123,5 Tsd. $");
    EXPECT_EQ(cellText(priceCell(2.5)), "2,50 $");
    EXPECT_EQ(cellText(smallMoneyCell(*JsonValue::parse("0.0123"))), "0,0123 $");
}

TEST_F(German, CountsAndTimesAreWrittenOut)
{
    EXPECT_EQ(plain(shortCount(1'240'000'000)), "1,24 Mrd.");
    EXPECT_EQ(plain(shortCount(4'270'000)), "4,27 Mio.");
    EXPECT_EQ(plain(shortCount(12'340)), "12,3 Tsd.");
    EXPECT_EQ(plain(countText(1'234)), "1.234");
    EXPECT_EQ(plain(durationText(1'240)), "1,24 s");
    EXPECT_EQ(plain(localTime(u"2020-03-05T12:00:00Z"_s)), "5. März 2020");
}

TEST_F(German, ChartsLeaveRoomForTheirAxes)
{
    TimeSeriesChart chart;
    chart.setWidth(400);
    chart.setHeight(200);
    chart.setProperty("unit", u"$"_s);
    const auto seriesUpTo = [](double most) {
        return QVariantList{QVariantMap{{u"name"_s, u"a"_s}, {u"values"_s, QVariantList{0.0, most}}}};
    };
    chart.setSeries(seriesUpTo(4));
    const double narrow = chart.xAt(0);
    EXPECT_EQ(plain(chart.valueText(0, 1)), "4,00 $");
    chart.setSeries(seriesUpTo(4'000'000'000));
    EXPECT_EQ(plain(chart.valueText(0, 1)), "4 Mrd. $");
    EXPECT_GT(chart.xAt(0), narrow);
}

TEST_F(German, WhyAnEndpointIsIllIsToldFromItsCode)
{
    EXPECT_EQ(wordText(u"upstream_timeout"_s), u"Anbieter antwortet zu spät"_s);
    EXPECT_EQ(wordText(u"check_failed"_s), u"Prüfung fehlgeschlagen"_s);
    RecordDetail detail;
    detail.setKind(u"endpoint"_s);
    detail.setRecord(
        {{u"json"_s, uR"({"id":"end_1","health":{"breaker":"open","reason":"upstream_authentication"}})"_s}});
    EXPECT_EQ(detail.remark(), u"Zugangsdaten abgelehnt"_s);
}

TEST(English, StaysAsItWas)
{
    EXPECT_EQ(shortUsd(*Money::parse("1")), u"$1.00"_s);
    EXPECT_EQ(shortCount(1'240'000'000), u"1.24B"_s);
    EXPECT_EQ(shortCount(4'270'000), u"4.27M"_s);
    EXPECT_EQ(shortDollars(123'456), u"$123.5k"_s);
    EXPECT_EQ(wordText(u"upstream_timeout"_s), u"Provider timed out"_s);
    EXPECT_EQ(wordText(u"some_new_code"_s), u"Some new code"_s) << "a code of a newer server";
}

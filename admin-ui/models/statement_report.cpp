#include <QDate>
#include <QLocale>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/statement_report.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr int shownMonths = 12;

QDate thisMonth()
{
    const QDate today = QDateTime::currentDateTimeUtc().date();
    return {today.year(), today.month(), 1};
}

} // namespace

StatementReport::StatementReport(QObject *parent)
    : Report(parent)
    , m_month(thisMonth().toString(u"yyyy-MM"_s))
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::stored, this, [this](const QString &kind) {
                if (kind == "money"_L1)
                    reload();
            });
    });
}

void StatementReport::setAccountId(const QString &id)
{
    if (m_accountId == id)
        return;
    m_accountId = id;
    startOver();
}

void StatementReport::setMonth(const QString &month)
{
    if (m_month == month)
        return;
    m_month = month;
    startOver();
}

void StatementReport::startOver()
{
    m_lines.clear();
    Q_EMIT asked();
    reload();
}

QVariantList StatementReport::months() const
{
    QVariantList list;
    for (int i = 0; i < shownMonths; ++i) {
        const QDate month = thisMonth().addMonths(-i);
        list.append(QVariantMap{{u"value"_s, month.toString(u"yyyy-MM"_s)}, {u"title"_s, monthText(month)}});
    }
    list.append(QVariantMap{{u"value"_s, QString()}, {u"title"_s, tr("From the beginning")}});
    return list;
}

ApiRequest StatementReport::request() const
{
    if (session()->operates() && m_accountId.isEmpty())
        return {};
    QString path = session()->operates() ? u"/admin/accounts/"_s + m_accountId + u"/statement?limit=1"_s
                                         : u"/account/statement?limit=1"_s;
    if (!m_month.isEmpty())
        path += u"&month="_s + m_month;
    return {ApiRequest::Verb::Get, path};
}

void StatementReport::take(const JsonValue &answer)
{
    m_lines.clear();
    const auto add = [this](const QString &label, const JsonValue &amount) {
        QVariantMap cell = smallMoneyCell(amount);
        cell.remove(u"tone"_s);
        m_lines.append(QVariantMap{{u"label"_s, label}, {u"cell"_s, cell}});
    };
    add(tr("Opening balance"), answer["opening_balance"_L1]);
    for (const JsonValue &line : answer["totals"_L1].items())
        add(tr("%1 (%2)").arg(wordText(line["type"_L1].plain()), countText(line["entries"_L1].real().value_or(0))),
            line["amount"_L1]);
    add(tr("Closing balance"), answer["closing_balance"_L1]);
}

} // namespace beaver::admin

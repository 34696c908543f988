#include <QLocale>

#include <admin-ui/models/alerts_report.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/text/number_text.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

AlertsReport::AlertsReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::stored, this, [this](const QString &kind) {
                if (kind == "alerts"_L1)
                    reload();
            });
    });
}

ApiRequest AlertsReport::request() const
{
    return {ApiRequest::Verb::Get, u"/account/alerts"_s};
}

void AlertsReport::take(const JsonValue &answer)
{
    const auto own = answer["low_balance"_L1].money();
    const auto usual = answer["default_low_balance"_L1].money();
    m_lowBalance = own     ? tr("Below %1").arg(shortUsd(*own))
                   : usual ? tr("Below %1, as usual on this gateway").arg(shortUsd(*usual))
                           : tr("Never, as usual on this gateway");
    QStringList percents;
    for (const JsonValue &each : answer["budget_percent"_L1].items())
        percents.append(each.plain());
    m_budgets = percentText(QLocale().createSeparatedList(percents));
    m_mail = answer["mail"_L1].truth().value_or(false);
    m_record = {{u"id"_s, session()->accountId()},
                {u"title"_s, session()->email()},
                {u"low_balance"_s, answer["low_balance"_L1].plain()},
                {u"mail"_s, m_mail ? u"true"_s : u"false"_s}};
}

} // namespace beaver::admin

#include <admin-ui/models/billing_report.h>
#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

BillingReport::BillingReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        if (session())
            connect(session(), &Session::stored, this, [this](const QString &kind) {
                if (kind == "money"_L1 || kind == "account"_L1)
                    reload();
            });
    });
}

ApiRequest BillingReport::request() const
{
    return {ApiRequest::Verb::Get, u"/account/billing"_s};
}

void BillingReport::take(const JsonValue &answer)
{
    m_figures.clear();
    m_available = answer["available"_L1].plain();
    const auto add = [&](const QString &label, QLatin1StringView member, const QString &note = {}) {
        if (const auto amount = answer[member].money())
            m_figures.append(QVariantMap{{u"label"_s, label},
                                         {u"value"_s, shortUsd(*amount)},
                                         {u"exact"_s, exactUsd(*amount)},
                                         {u"note"_s, note}});
    };
    add(tr("Available"), "available"_L1);
    const auto held = answer["held"_L1].money();
    add(tr("Balance"), "balance"_L1,
        held && !held->isZero() ? tr("%1 held by calls under way").arg(shortUsd(*held)) : QString());
    const auto last = answer["spend_last_month"_L1].money();
    add(tr("Spent this month"), "spend_this_month"_L1, last ? tr("%1 last month").arg(shortUsd(*last)) : QString());
}

} // namespace beaver::admin

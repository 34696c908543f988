#include <admin-ui/models/cell.h>
#include <admin-ui/models/pricing_policy.h>
#include <admin-ui/models/pricing_report.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

PricingReport::PricingReport(QObject *parent)
    : Report(parent)
{
    connect(this, &Report::sessionChanged, this, [this] {
        connect(session(), &Session::stored, this, [this](const QString &kind) {
            if (kind == "policy"_L1 || kind == "category"_L1)
                reload();
        });
    });
}

QString PricingReport::title() const
{
    return PricingPolicy::parse(m_policy).title();
}

bool PricingReport::marksUp() const
{
    return PricingPolicy::parse(m_policy).takesMarkups();
}

ApiRequest PricingReport::request() const
{
    return {ApiRequest::Verb::Get, u"/admin/pricing"_s};
}

void PricingReport::take(const JsonValue &answer)
{
    m_policy = answer["pricing_policy"_L1].plain();
    const bool set = answer["source"_L1].plain() == "setting"_L1;
    m_text = set ? tr("Set here") : tr("By BEAVER_PRICING");
    const JsonValue &recalculation = answer["recalculation"_L1];
    const QString last = timeCell(recalculation["last_at"_L1])[u"text"_s].toString();
    const QString next = timeCell(recalculation["next_at"_L1])[u"text"_s].toString();
    m_recalculated = recalculation["last_at"_L1].isNull()   ? QString()
                     : recalculation["next_at"_L1].isNull() ? tr("Last cut %1").arg(last)
                                                            : tr("Last cut %1, next %2").arg(last, next);
    m_record = {{u"id"_s, u"gateway"_s},
                {u"title"_s, title()},
                {u"pricing_policy"_s, set ? m_policy : QString()},
                {u"configured"_s, PricingPolicy::parse(answer["configured"_L1].plain()).title()}};
}

} // namespace beaver::admin

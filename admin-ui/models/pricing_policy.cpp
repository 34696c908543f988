#include <QCoreApplication>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/pricing_policy.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr auto usualRate = "20"_L1; // docs/pricing.md

} // namespace

PricingPolicy PricingPolicy::parse(const QString &text)
{
    PricingPolicy policy{text.section(u':', 0, 0), {}};
    const QString terms = text.section(u':', 1);
    if (policy.kind == "flat_per_token"_L1)
        policy.rate = terms;
    if (policy.kind == "fixed_price"_L1)
        for (const QString &each : terms.split(u',', Qt::SkipEmptyParts))
            policy.prices[each.section(u'=', 0, 0).trimmed()] = each.section(u'=', 1).trimmed();
    return policy;
}

QString PricingPolicy::text() const
{
    if (kind == "flat_per_token"_L1 && !rate.isEmpty())
        return kind + u':' + rate;
    if (kind != "fixed_price"_L1)
        return kind;
    QStringList terms;
    for (auto each = prices.begin(); each != prices.end(); ++each)
        terms.append(each.key() + u'=' + each.value());
    return kind + u':' + terms.join(u',');
}

QString PricingPolicy::title() const
{
    const auto shown = [](const QString &price) { return priceCell(price.toDouble())[u"text"_s].toString(); };
    if (kind == "flat_per_token"_L1)
        return QCoreApplication::translate("Tables", "%1 for a million tokens")
            .arg(shown(rate.isEmpty() ? QString(usualRate) : rate));
    if (kind != "fixed_price"_L1)
        return wordText(kind);
    QStringList terms;
    for (auto each = prices.begin(); each != prices.end(); ++each)
        terms.append(wordText(each.key()) + u' ' + shown(each.value()));
    return QCoreApplication::translate("Tables", "Fixed: %1").arg(terms.join(u", "_s));
}

std::optional<double> PricingPolicy::sale(const QString &bucket, std::optional<double> list,
                                          std::optional<double> markup) const
{
    if (kind == "flat_per_token"_L1)
        return (rate.isEmpty() ? QString(usualRate) : rate).toDouble();
    if (kind == "fixed_price"_L1)
        return prices.value(bucket, u"0"_s).toDouble();
    if (kind == "pass_through"_L1)
        return list;
    return takesMarkups() && list && markup ? std::optional(*list * (100 + *markup) / 100) : std::nullopt;
}

} // namespace beaver::admin

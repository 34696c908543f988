#include <admin-ui/editors/form_parts.h>
#include <admin-ui/editors/policy_fields.h>
#include <admin-ui/models/cell.h>
#include <admin-ui/models/money_text.h>
#include <admin-ui/models/pricing_policy.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

const QString policyName = u"pricing_policy"_s;

QString joinedPolicy(const QMap<QString, QString> &parts)
{
    PricingPolicy policy{parts[u"kind"_s], parts[u"rate"_s]};
    if (policy.kind == "fixed_price"_L1)
        policy.prices = PricingPolicy::parse(policy.kind + u':' + parts[u"others"_s]).prices;
    for (const QString &bucket : {u"input"_s, u"output"_s})
        if (!parts[bucket].isEmpty())
            policy.prices[bucket] = parts[bucket];
    return policy.text();
}

QString dollars(const JsonValue &json)
{
    return moneyCell(json)[u"text"_s].toString();
}

} // namespace

void addPolicyFields(FormSpec &form, const QString &none)
{
    const auto field = [](const QString &name, const QString &label, const QString &kind) {
        FieldSpec made{policyName + u'.' + name, label, kind};
        made.value = u'{' + made.name + u'}';
        return made;
    };
    FieldSpec which = field(u"kind"_s, say(QT_TRANSLATE_NOOP("Forms", "Pricing policy")), u"choice"_s);
    which.options = {{{}, none},
                     {u"category_markup"_s, say(QT_TRANSLATE_NOOP("Forms", "List price and the category's markup"))},
                     {u"pass_through"_s, say(QT_TRANSLATE_NOOP("Forms", "List price as it is"))},
                     {u"flat_per_token"_s, say(QT_TRANSLATE_NOOP("Forms", "The same for every token"))},
                     {u"fixed_price"_s, say(QT_TRANSLATE_NOOP("Forms", "Prices of one's own"))}};
    const auto price = [&](const QString &name, const QString &label, const QString &policy) {
        FieldSpec made = field(name, label, u"price"_s);
        made.suffix = say(QT_TRANSLATE_NOOP("Forms", "USD / 1M"));
        made.onlyWhile = {which.name, policy};
        return made;
    };
    FieldSpec rate = price(u"rate"_s, say(QT_TRANSLATE_NOOP("Forms", "Every token")), u"flat_per_token"_s);
    rate.placeholder = u"20.00"_s;
    rate.help =
        say(QT_TRANSLATE_NOOP("Forms", "Of free models too. What isn't counted in tokens costs its list price"));
    FieldSpec input = price(u"input"_s, say(QT_TRANSLATE_NOOP("Forms", "Input")), u"fixed_price"_s);
    input.optional = false;
    input.half = true;
    FieldSpec output = price(u"output"_s, say(QT_TRANSLATE_NOOP("Forms", "Output")), u"fixed_price"_s);
    output.optional = false;
    FieldSpec others = field(u"others"_s, say(QT_TRANSLATE_NOOP("Forms", "Other prices")), u"text"_s);
    others.onlyWhile = input.onlyWhile;
    others.placeholder = u"cached_read=0.5, images=0.04"_s;
    others.help = say(QT_TRANSLATE_NOOP("Forms", "Other tokens cost as input or output does, anything else nothing"));
    for (const FieldSpec &each : {which, rate, input, output, others})
        form.fields.push_back(each);
    form.joined = {policyName, joinedPolicy};
}

QVariantMap policyMembers(const QString &text)
{
    PricingPolicy policy = PricingPolicy::parse(text);
    const QString input = policy.prices.take(u"input"_s);
    const QString output = policy.prices.take(u"output"_s);
    QStringList others;
    for (auto each = policy.prices.begin(); each != policy.prices.end(); ++each)
        others.append(each.key() + u'=' + each.value());
    return {{policyName + u".kind"_s, policy.kind},
            {policyName + u".rate"_s, policy.rate},
            {policyName + u".input"_s, input},
            {policyName + u".output"_s, output},
            {policyName + u".others"_s, others.join(u", "_s)}};
}

Forecast policyForecast(const JsonValue &told, Session &)
{
    Forecast forecast;
    const int calls = static_cast<int>(told["calls"_L1].integer().value_or(0));
    if (calls == 0) {
        forecast.text = say(QT_TRANSLATE_NOOP("Forms", "Nothing was called in the last 30 days to compare with."));
        return forecast;
    }
    const JsonValue &today = told["today"_L1];
    const JsonValue &changed = told["changed"_L1];
    forecast.text = say(QT_TRANSLATE_NOOP("Forms", "The calls of the last 30 days would have brought %1 instead of %2, "
                                                   "%3 of it margin instead of %4."))
                        .arg(dollars(changed["revenue"_L1]), dollars(today["revenue"_L1]),
                             dollars(changed["margin"_L1]), dollars(today["margin"_L1]));
    forecast.rows.push_back({say(QT_TRANSLATE_NOOP("Forms", "Category")), say(QT_TRANSLATE_NOOP("Forms", "List price")),
                             say(QT_TRANSLATE_NOOP("Forms", "Was")), say(QT_TRANSLATE_NOOP("Forms", "Becomes"))});
    for (const JsonValue &line : told["by_category"_L1].items())
        forecast.rows.push_back({wordText(line["category"_L1].plain()), dollars(line["today"_L1]["list_cost"_L1]),
                                 dollars(line["today"_L1]["revenue"_L1]), dollars(line["changed"_L1]["revenue"_L1])});
    return forecast;
}

} // namespace beaver::admin

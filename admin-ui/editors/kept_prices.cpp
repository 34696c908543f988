#include <QCoreApplication>
#include <QLocale>

#include <admin-ui/editors/kept_prices.h>
#include <admin-ui/models/cell.h>
#include <shared/base/json_writer.h>

#include <algorithm>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr auto from = "from_input_tokens"_L1;

QString said(const QString &bucket, const JsonValue &price)
{
    QString name = bucket;
    return name.replace(u'_', u' ') + u' ' + priceCell(price)[u"text"_s].toString();
}

QString said(const JsonValue &tier)
{
    QStringList prices;
    for (std::size_t i = 0; i < tier.names().size(); ++i)
        if (tier.names()[i] != from)
            prices.append(said(tier.names()[i], tier.items()[i]));
    return QCoreApplication::translate("Forms", "from %1 input tokens on %2")
        .arg(QLocale().toString(tier[from].plain().toLongLong()), prices.join(u", "_s));
}

} // namespace

KeptPrices::KeptPrices(const FormSpec &form, const std::optional<JsonValue> &record)
{
    const auto *tiers = record ? &(*record)["list_prices"_L1].items() : nullptr;
    if (!tiers || tiers->empty())
        return;
    const JsonValue &first = tiers->front();
    for (std::size_t i = 0; i < first.names().size(); ++i) {
        const QString &bucket = first.names()[i];
        const bool shown = std::ranges::any_of(
            form.fields, [&](const FieldSpec &field) { return field.name == u"list_prices."_s + bucket; });
        if (bucket != from && !shown)
            m_others.emplace_back(bucket, first.items()[i]);
    }
    m_tiers.assign(tiers->begin() + 1, tiers->end());
}

QString KeptPrices::text() const
{
    QStringList kept;
    for (const auto &[bucket, price] : m_others)
        kept.append(said(bucket, price));
    for (const JsonValue &tier : m_tiers)
        kept.append(said(tier));
    return kept.isEmpty() ? QString()
                          : QCoreApplication::translate("Forms", "What isn't shown stays: %1.").arg(kept.join(u"; "_s));
}

std::string KeptPrices::withEntered(const std::map<QString, std::string> &entered) const
{
    JsonWriter json;
    if (!m_tiers.empty())
        json.beginArray();
    json.beginObject();
    for (const auto &[bucket, price] : entered)
        json.rawField(bucket.toStdString(), price);
    for (const auto &[bucket, price] : m_others)
        json.rawField(bucket.toStdString(), price.compact().toStdString());
    json.endObject();
    for (const JsonValue &tier : m_tiers)
        json.raw(tier.compact().toStdString());
    if (!m_tiers.empty())
        json.endArray();
    return json.take();
}

} // namespace beaver::admin

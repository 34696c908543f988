#pragma once

#include <QMap>
#include <QString>

#include <optional>

namespace beaver::admin {

/// How a list price becomes what a call costs, as the server names it: `category_markup`, `pass_through`,
/// `flat_per_token:15` or `fixed_price:input=5,output=10.5,images=0.04` (docs/pricing.md). Prices are USD for a million
/// tokens, written as the server does.
struct PricingPolicy
{
    QString kind;                       ///< empty for none of its own
    QString rate;                       ///< of flat_per_token; empty for the usual one
    QMap<QString, QString> prices = {}; ///< of fixed_price, by bucket

    static PricingPolicy parse(const QString &text);
    /// As the server takes it.
    QString text() const;
    /// In the person's language.
    QString title() const;
    /// Whether the markups of the categories count.
    bool takesMarkups() const { return kind == QLatin1StringView("category_markup"); }
    /// What `bucket` costs at this list price; null where that isn't known.
    std::optional<double> sale(const QString &bucket, std::optional<double> list, std::optional<double> markup) const;
};

} // namespace beaver::admin

#include <QRegularExpression>

#include <admin-ui/editors/amount.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

bool hasDecimalComma(const QLocale &locale)
{
    return locale.decimalPoint() == u","_s;
}

/// Without spaces around it and the sign of its currency.
QString bare(const QString &typed, bool signMayFollow)
{
    QString text = typed.trimmed();
    if (text.startsWith(u'$'))
        return text.mid(1).trimmed();
    if (signMayFollow && text.endsWith(u'$'))
        return text.chopped(1).trimmed();
    return text;
}

std::optional<Money> exactly(const QString &whole, const QString &decimals)
{
    constexpr qsizetype mostDigits = 10;
    if (whole.size() > mostDigits)
        return std::nullopt;
    return Money::parse((decimals.isEmpty() ? whole : whole + u'.' + decimals).toStdString());
}

} // namespace

std::optional<Money> parseAmount(const QString &typed, const QLocale &locale)
{
    static const QRegularExpression plain(u"^([0-9]+)(?:\\.([0-9]{1,9}))?$"_s);
    static const QRegularExpression comma(u"^([0-9]+|[1-9][0-9]{0,2}(?:\\.[0-9]{3})+)(?:,([0-9]{1,9}))?$"_s);
    const QString text = bare(typed, hasDecimalComma(locale));
    if (isAmbiguousAmount(text, locale))
        return std::nullopt;
    if (hasDecimalComma(locale))
        if (const auto match = comma.match(text); match.hasMatch())
            return exactly(match.captured(1).remove(u'.'), match.captured(2));
    const auto match = plain.match(text);
    return match.hasMatch() ? exactly(match.captured(1), match.captured(2)) : std::nullopt;
}

bool isAmbiguousAmount(const QString &typed, const QLocale &locale)
{
    static const QRegularExpression both(u"^[1-9][0-9]{0,2}\\.[0-9]{3}$"_s);
    return hasDecimalComma(locale) && both.match(bare(typed, true)).hasMatch();
}

QString amountInput(const QString &decimal, const QLocale &locale)
{
    return hasDecimalComma(locale) ? QString(decimal).replace(u'.', u',') : decimal;
}

} // namespace beaver::admin

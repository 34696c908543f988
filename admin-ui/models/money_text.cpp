#include <QLocale>

#include <admin-ui/models/money_text.h>
#include <admin-ui/text/number_text.h>

namespace beaver::admin {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t nanoPerUsd = 1'000'000'000;
constexpr std::uint64_t nanoPerCent = 10'000'000;
constexpr QChar minus(0x2212);

/// Works for the smallest value too, which has no positive counterpart.
std::uint64_t magnitude(Money amount)
{
    const auto nano = static_cast<std::uint64_t>(amount.nanoUsd());
    return amount.isNegative() ? ~nano + 1 : nano;
}

QString sign(Money amount)
{
    return amount.isNegative() ? QString(minus) : QString();
}

QString fraction(std::uint64_t digits, int width)
{
    return QLocale().decimalPoint() + QString::number(digits).rightJustified(width, u'0');
}

QString everyDigit(Money amount)
{
    const std::uint64_t nano = magnitude(amount);
    QString digits = fraction(nano % nanoPerUsd, 9);
    while (digits.size() > 3 && digits.endsWith(u'0'))
        digits.chop(1);
    return QLocale().toString(static_cast<qulonglong>(nano / nanoPerUsd)) + digits;
}

} // namespace

QString shortUsd(Money amount)
{
    const std::uint64_t nano = magnitude(amount);
    std::uint64_t cents = nano / nanoPerCent;
    const std::uint64_t rest = nano % nanoPerCent;
    if (rest > nanoPerCent / 2 || (rest == nanoPerCent / 2 && cents % 2 == 1))
        ++cents;
    const bool vanishes = cents == 0 && nano != 0;
    if (vanishes)
        cents = 1;
    const QString digits = QLocale().toString(static_cast<qulonglong>(cents / 100)) + fraction(cents % 100, 2);
    return (vanishes ? u"<"_s : QString()) + sign(amount) + dollarsText(digits);
}

QString exactUsd(Money amount)
{
    return sign(amount) + everyDigit(amount) + u" USD"_s;
}

QString exactDollars(Money amount)
{
    return sign(amount) + dollarsText(everyDigit(amount));
}

} // namespace beaver::admin

#include <QRegularExpression>

#include <admin-ui/editors/amount.h>

namespace beaver::admin {

std::optional<Money> parseAmount(const QString &typed)
{
    static const QRegularExpression shape(QStringLiteral("^\\s*\\$?\\s*([0-9]{1,10})(\\.[0-9]{1,9})?\\s*$"));
    const auto match = shape.match(typed);
    return match.hasMatch() ? Money::parse((match.captured(1) + match.captured(2)).toStdString()) : std::nullopt;
}

} // namespace beaver::admin

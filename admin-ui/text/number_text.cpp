#include <QCoreApplication>

#include <admin-ui/text/number_text.h>

namespace beaver::admin {

QString dollarsText(const QString &digits)
{
    //: An amount of US dollars
    return QCoreApplication::translate("Money", "$%1").arg(digits);
}

QString thousandsText(const QString &digits)
{
    //: So many thousand, as short as a chart's axis has it
    return QCoreApplication::translate("Number", "%1k").arg(digits);
}

QString millionsText(const QString &digits)
{
    //: So many million
    return QCoreApplication::translate("Number", "%1M").arg(digits);
}

QString billionsText(const QString &digits)
{
    //: So many thousand million
    return QCoreApplication::translate("Number", "%1B").arg(digits);
}

QString percentText(const QString &digits)
{
    //: A share in percent
    return QCoreApplication::translate("Number", "%1%").arg(digits);
}

} // namespace beaver::admin

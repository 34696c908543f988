#pragma once

#include <QString>

// What stands beside digits that are written already, where the person's language puts it: `$12.50` or `12,50 $`,
// `1.24B` or `1,24 Mrd.`.
namespace beaver::admin {

/// US dollars.
QString dollarsText(const QString &digits);
/// `digits` count thousands, millions, thousand millions.
QString thousandsText(const QString &digits);
QString millionsText(const QString &digits);
QString billionsText(const QString &digits);
/// `12.5%` or `12,5 %`.
QString percentText(const QString &digits);

} // namespace beaver::admin

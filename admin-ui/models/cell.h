#pragma once

#include <QCoreApplication>
#include <QDate>
#include <QString>
#include <QVariantMap>

#include <admin-ui/client/json_value.h>

#include <cstdint>

// What a table's cell or a fact shows: `text`, and by need `sub` (a second line), `exact` (all digits or UTC, under the
// pointer), `tone` (neutral, accent, ok, warn, danger), `glyph`, `copy` (what Ctrl+C takes), `share` (0 to 1).
namespace beaver::admin {

QVariantMap textCell(const QString &text, const QString &sub = {});
/// `–` where there is nothing.
QVariantMap plainCell(const JsonValue &json);
QVariantMap monoCell(const QString &text);
QVariantMap moneyCell(const JsonValue &json);
/// Amounts of single calls: with four digits below a dollar.
QVariantMap smallMoneyCell(const JsonValue &json);
/// USD for a million tokens: as many digits as it takes.
QVariantMap priceCell(const JsonValue &json);
QVariantMap priceCell(double usd);
QVariantMap countCell(const JsonValue &json);
/// Of a limit or budget as the server names and writes it: a number, or `{amount, shadow}`.
QVariantMap limitCell(const QString &name, const JsonValue &limit);
QVariantMap durationCell(const JsonValue &milliseconds);
QVariantMap percentCell(const JsonValue &json);
/// Local time; UTC under the pointer. Today without its date.
QVariantMap timeCell(const JsonValue &rfc3339);
QVariantMap badgeCell(const QString &text, const QString &tone);
/// A word of the API in the person's language with its tone: statuses, outcomes, types, roles.
QVariantMap wordCell(const QString &word);

/// `ULTRA_BUDGET`, `top_up` and so on as a person reads them.
QString wordText(const QString &word);
QString countText(double number);
/// `1.2k`, `4.27M`.
QString shortCount(double number);
QString durationText(double milliseconds);
/// Rounded to what fits a heading; exact money never goes through here.
QString shortDollars(double usd);
QString localTime(const QString &rfc3339);
QString utcTime(const QString &rfc3339);
/// With its day, in local time and in UTC.
QString exactTime(const QString &rfc3339);
/// `November 2026`.
QString monthText(const QDate &month);
/// Local: `21 Nov 10:00 – 11:00`; an end that isn't there stays open.
QString periodText(const QString &from, const QString &until);

} // namespace beaver::admin

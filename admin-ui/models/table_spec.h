#pragma once

#include <QString>
#include <QStringList>
#include <QVariantList>

#include <admin-ui/client/json_value.h>
#include <admin-ui/session/session.h>

#include <functional>
#include <vector>

namespace beaver::admin {

/// One column of a table. `kind` picks how its cells are drawn: text, person, mono, badge, status, number, money, time,
/// share, strip or switch. `width` in pixels; 0 takes what is left, `hideBelow` drops it from narrower pages.
struct Column
{
    QString title;
    QString kind;
    int width = 0;
    int hideBelow = 0;
    bool extra = false; ///< shown only where somebody chose it
};

/// A choice above the table that narrows it on the server.
struct Filter
{
    QString name; ///< of the query
    QString title;
    std::vector<std::pair<QString, QString>> options; ///< value and title; an empty value for all
};

/// How a resource of the API is listed: where it comes from, what of it is shown, what can be done with it.
struct TableSpec
{
    QString path;
    QString ownPath = {}; ///< for an ordinary account, which sees its own only; empty where it sees nothing
    std::vector<Column> columns;
    std::function<QVariantList(const JsonValue &)> cells; ///< one for each column
    /// Adds to the cells what RecordTable::facts knows.
    std::function<void(QVariantList &, const JsonValue &, const QVariantMap &)> complete = {};
    std::function<QStringList(const JsonValue &, const Session &)> actions =
        {}; ///< ids for ActionCenter; `-` between groups
    /// The same for records within something: with what RecordTable::within tells of that.
    std::function<QStringList(const JsonValue &, const Session &, const QVariantMap &)> actionsWithin = {};
    std::function<bool(const JsonValue &)> dimmed = {};
    QString idMember = QStringLiteral("id");
    std::function<QString(const JsonValue &)> idOf = {}; ///< where no member alone tells records apart
    QString titleMember = QStringLiteral("name");
    QStringList watches; ///< kinds whose change loads the table anew
    QString emptyGlyph;
    QString emptyTitle;
    QString emptyText;
    std::vector<Filter> filters = {};
    QString searchedAs = {}; ///< what the query calls what is searched for; empty where the server doesn't search
    bool counted = false;    ///< the server tells how many there are on all pages, with `count=true`
    QString exportedBy = {}; ///< where the server writes the list as a file; empty where it is read page by page
    int pageSize = 100;
};

/// By the resource's name: accounts, keys, ownKeys, calls, ownCalls, transactions, ownTransactions, invoices,
/// ownInvoices, refunds, vouchers, audit, models, endpoints, plans, limits, ownLimits, sessions, accountSessions,
/// projects, members, projectKeys, credentials, aliases, corrections, statement, webhooks, deliveries, invitations,
/// mail, cache. Null for none.
const TableSpec *tableSpec(const QString &kind);

} // namespace beaver::admin

#include <QDateTime>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/table_specs.h>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

QVariantMap personCell(const JsonValue &name, const JsonValue &below)
{
    QVariantMap cell = textCell(name.plain().isEmpty() ? below.plain() : name.plain(),
                                name.plain().isEmpty() ? QString() : below.plain());
    cell[u"copy"_s] = below.plain();
    return cell;
}

/// What a key's flags and expiry come to, where the server doesn't say.
QString keyStatus(const JsonValue &key)
{
    if (key["status"_L1].isString())
        return key["status"_L1].string();
    if (!key["is_active"_L1].truth().value_or(true))
        return u"inactive"_s;
    const QDateTime expires = QDateTime::fromString(key["expires_at"_L1].plain(), Qt::ISODateWithMs);
    return expires.isValid() && expires < QDateTime::currentDateTimeUtc() ? u"expired"_s : u"active"_s;
}

QString listed(const JsonValue &list, const QString &none)
{
    QStringList texts;
    for (const JsonValue &each : list.items())
        texts.append(each.plain());
    return texts.isEmpty() ? none : texts.join(u", "_s);
}

/// An ID that stays one, where others become names.
QVariantMap itself(QVariantMap cell)
{
    cell[u"itself"_s] = true;
    return cell;
}

TableSpec accounts()
{
    TableSpec spec;
    spec.path = u"/admin/accounts"_s;
    spec.columns = {{say(QT_TRANSLATE_NOOP("Tables", "Account")), u"person"_s},
                    {say(QT_TRANSLATE_NOOP("Tables", "Plan")), u"badge"_s, 104},
                    {say(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 112},
                    {say(QT_TRANSLATE_NOOP("Tables", "Balance")), u"money"_s, 116},
                    {say(QT_TRANSLATE_NOOP("Tables", "Held")), u"money"_s, 96, 860},
                    {say(QT_TRANSLATE_NOOP("Tables", "Role")), u"badge"_s, 124, 980},
                    {say(QT_TRANSLATE_NOOP("Tables", "Created")), u"time"_s, 118, 1'080},
                    {say(QT_TRANSLATE_NOOP("Tables", "ID")), u"mono"_s, 150, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Time zone")), u"text"_s, 120, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Pricing policy")), u"text"_s, 130, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Second factor")), u"badge"_s, 110, 0, true}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {personCell(json["full_name"_L1], json["email"_L1]),
                wordCell(json["plan"_L1].plain()),
                wordCell(json["status"_L1].plain()),
                moneyCell(json["balance"_L1]),
                moneyCell(json["held"_L1]),
                json["role"_L1].plain().isEmpty() ? textCell({}) : wordCell(json["role"_L1].plain()),
                timeCell(json["created_at"_L1]),
                itself(monoCell(json["id"_L1].plain())),
                textCell(json["time_zone"_L1].plain()),
                textCell(json["pricing_policy"_L1].plain()),
                json["two_factor"_L1].truth().value_or(false) ? textCell(say(QT_TRANSLATE_NOOP("Tables", "on")))
                                                              : textCell({})};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        QStringList ids{u"account.open"_s};
        if (session.mayTopUp())
            ids << u"account.topUp"_s << u"account.adjust"_s << u"account.invoice"_s;
        if (session.mayCreate()) {
            ids << u"-"_s << u"account.newKey"_s << u"account.edit"_s << u"account.limits"_s;
            ids << (json["status"_L1].plain() == "suspended"_L1 ? u"account.resume"_s : u"account.suspend"_s) << u"-"_s
                << u"account.signOut"_s << u"account.revokeKeys"_s << u"account.delete"_s;
        }
        return ids;
    };
    spec.dimmed = [](const JsonValue &json) { return json["status"_L1].plain() != "active"_L1; };
    spec.titleMember = u"email"_s;
    spec.watches = {u"account"_s, u"money"_s};
    spec.searchedAs = u"search"_s;
    spec.counted = true;
    spec.emptyGlyph = u"users"_s;
    spec.emptyTitle = say(QT_TRANSLATE_NOOP("Tables", "No accounts yet"));
    spec.emptyText = say(QT_TRANSLATE_NOOP(
        "Tables", "An account has a balance and API keys. Create the first one and give it some credit."));
    spec.filters = {{u"status"_s,
                     say(QT_TRANSLATE_NOOP("Tables", "Status")),
                     {{{}, say(QT_TRANSLATE_NOOP("Tables", "All"))},
                      {u"active"_s, wordText(u"active"_s)},
                      {u"suspended"_s, wordText(u"suspended"_s)}}}};
    return spec;
}

TableSpec keys()
{
    TableSpec spec;
    spec.path = u"/admin/api-keys"_s;
    spec.ownPath = u"/api-keys"_s;
    spec.columns = {{say(QT_TRANSLATE_NOOP("Tables", "Name")), u"text"_s},
                    {say(QT_TRANSLATE_NOOP("Tables", "Key")), u"mono"_s, 138},
                    {say(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s, 200, 760},
                    {say(QT_TRANSLATE_NOOP("Tables", "Allowed")), u"text"_s, 160, 1'000},
                    {say(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 100},
                    {say(QT_TRANSLATE_NOOP("Tables", "Last used")), u"time"_s, 112, 700},
                    {say(QT_TRANSLATE_NOOP("Tables", "Created")), u"time"_s, 112, 900},
                    {say(QT_TRANSLATE_NOOP("Tables", "Expires")), u"time"_s, 112, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Addresses")), u"text"_s, 150, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Environment")), u"badge"_s, 100, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "Cap on its calls")), u"number"_s, 110, 0, true},
                    {say(QT_TRANSLATE_NOOP("Tables", "ID")), u"mono"_s, 150, 0, true}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString account = json["account_name"_L1].plain().isEmpty() ? json["account_email"_L1].plain()
                                                                          : json["account_name"_L1].plain();
        const JsonValue &models = json["allowed_models"_L1];
        return {textCell(json["name"_L1].plain()),
                monoCell(json["preview"_L1].plain()),
                textCell(account.isEmpty() ? json["account_id"_L1].plain() : account),
                textCell(listed(models, say(QT_TRANSLATE_NOOP("Tables", "All models")))),
                wordCell(keyStatus(json)),
                timeCell(json["last_used_at"_L1]),
                timeCell(json["created_at"_L1]),
                timeCell(json["expires_at"_L1]),
                textCell(listed(json["allowed_ips"_L1], {})),
                textCell(json["environment"_L1].plain()),
                json["request_cap"_L1].isNull() ? textCell({}) : countCell(json["request_cap"_L1]),
                monoCell(json["id"_L1].plain())};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        if ((session.operates() && !session.mayCreate()) || keyStatus(json) == "revoked"_L1)
            return QStringList{u"key.calls"_s};
        QStringList ids{u"key.calls"_s,  u"-"_s,           u"key.edit"_s,  u"key.limits"_s,
                        u"key.rotate"_s, u"key.signing"_s, u"key.bodies"_s};
        return ids << (json["is_active"_L1].truth().value_or(true) ? u"key.disable"_s : u"key.enable"_s) << u"-"_s
                   << u"key.revoke"_s;
    };
    spec.dimmed = [](const JsonValue &json) { return keyStatus(json) != "active"_L1; };
    spec.watches = {u"key"_s};
    spec.searchedAs = u"search"_s;
    spec.counted = true;
    spec.emptyGlyph = u"keyRound"_s;
    spec.emptyTitle = say(QT_TRANSLATE_NOOP("Tables", "No API keys yet"));
    spec.emptyText =
        say(QT_TRANSLATE_NOOP("Tables", "Programs call the gateway with a key. It belongs to an account, which pays."));
    spec.filters = {{u"status"_s,
                     say(QT_TRANSLATE_NOOP("Tables", "Status")),
                     {{{}, say(QT_TRANSLATE_NOOP("Tables", "Any"))},
                      {u"active"_s, wordText(u"active"_s)},
                      {u"paused"_s, wordText(u"paused"_s)},
                      {u"expired"_s, wordText(u"expired"_s)},
                      {u"revoked"_s, wordText(u"revoked"_s)}}}};
    return spec;
}

/// One's own: which project's, where others are told whose.
TableSpec ownKeys()
{
    TableSpec spec = keys();
    spec.columns[2].title = say(QT_TRANSLATE_NOOP("Tables", "Project"));
    spec.cells = [all = spec.cells](const JsonValue &json) {
        QVariantList cells = all(json);
        cells[2] = textCell(json["project_id"_L1].plain());
        return cells;
    };
    return spec;
}

/// Of one project, which may be another account's.
TableSpec projectKeys()
{
    TableSpec spec = keys();
    spec.ownPath = u"/projects/{project_id}/api-keys"_s;
    spec.columns[2].hideBelow = 1'200;
    spec.actionsWithin = [](const JsonValue &json, const Session &session, const QVariantMap &project) {
        const QString role = project[u"project_role"_s].toString();
        const bool may = session.operates()    ? session.mayCreate()
                         : role == "member"_L1 ? json["created_by"_L1].plain() == session.accountId()
                                               : role == "owner"_L1;
        // What another account's project was used for is that account's to see.
        QStringList ids;
        if (session.operates() || json["account_id"_L1].plain() == session.accountId())
            ids << u"key.calls"_s;
        if (!may || keyStatus(json) == "revoked"_L1)
            return ids;
        if (!ids.isEmpty())
            ids << u"-"_s;
        return ids << u"key.edit"_s << u"key.rotate"_s
                   << (json["is_active"_L1].truth().value_or(true) ? u"key.disable"_s : u"key.enable"_s) << u"-"_s
                   << u"key.revoke"_s;
    };
    spec.emptyText = say(QT_TRANSLATE_NOOP("Tables", "Programs call the gateway with a key. The account of the "
                                                     "project pays for those of a project."));
    return spec;
}

TableSpec sessions()
{
    TableSpec spec;
    spec.path = u"/auth/sessions"_s;
    spec.columns = {{say(QT_TRANSLATE_NOOP("Tables", "Program")), u"text"_s},
                    {say(QT_TRANSLATE_NOOP("Tables", "Address")), u"mono"_s, 140},
                    {say(QT_TRANSLATE_NOOP("Tables", "Signed in")), u"time"_s, 130},
                    {say(QT_TRANSLATE_NOOP("Tables", "Last used")), u"time"_s, 130}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const bool own = json["current"_L1].truth().value_or(false);
        return {
            textCell(json["user_agent"_L1].plain(), own ? say(QT_TRANSLATE_NOOP("Tables", "This session")) : QString()),
            monoCell(json["address"_L1].plain()), timeCell(json["created_at"_L1]),
            timeCell(json["refreshed_at"_L1].isString() ? json["refreshed_at"_L1] : json["created_at"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &) {
        return json["current"_L1].truth().value_or(false) ? QStringList{} : QStringList{u"session.revoke"_s};
    };
    spec.watches = {u"session"_s};
    spec.titleMember = u"user_agent"_s;
    spec.emptyGlyph = u"monitor"_s;
    spec.emptyTitle = say(QT_TRANSLATE_NOOP("Tables", "No other sessions"));
    spec.emptyText = say(QT_TRANSLATE_NOOP("Tables", "Where you are signed in is listed here."));
    return spec;
}

/// Of somebody else, for administrators.
TableSpec accountSessions()
{
    TableSpec spec = sessions();
    spec.path = u"/admin/accounts/{account_id}/sessions"_s;
    spec.actions = [](const JsonValue &json, const Session &session) {
        return session.mayCreate() && !json["current"_L1].truth().value_or(false) ? QStringList{u"session.end"_s}
                                                                                  : QStringList{};
    };
    spec.emptyTitle = say(QT_TRANSLATE_NOOP("Tables", "Signed in nowhere"));
    spec.emptyText = say(QT_TRANSLATE_NOOP("Tables", "Where this account is signed in is listed here."));
    return spec;
}

} // namespace

Specs customers()
{
    return {{u"accounts"_s, accounts()},       {u"keys"_s, keys()},         {u"ownKeys"_s, ownKeys()},
            {u"projectKeys"_s, projectKeys()}, {u"sessions"_s, sessions()}, {u"accountSessions"_s, accountSessions()}};
}

} // namespace beaver::admin::tables

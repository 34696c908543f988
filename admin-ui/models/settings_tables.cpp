#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <admin-ui/models/cell.h>
#include <admin-ui/models/table_specs.h>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString tell(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

/// A filter by `state` for all these.
Filter stateFilter(const QStringList &states)
{
    Filter filter{
        u"state"_s, tell(QT_TRANSLATE_NOOP("Tables", "State")), {{{}, tell(QT_TRANSLATE_NOOP("Tables", "Any"))}}};
    for (const QString &state : states)
        filter.options.emplace_back(state, wordText(state));
    return filter;
}

/// One's own, or whoever administers.
bool mayChange(const Session &session)
{
    return session.mayCreate() || !session.operates();
}

TableSpec webhooks()
{
    TableSpec spec;
    spec.path = u"/admin/webhooks"_s;
    spec.ownPath = u"/account/webhooks"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Address")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Events")), u"text"_s, 0, 620},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 110},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Failing since")), u"time"_s, 120, 760},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Created")), u"time"_s, 120, 900}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        QStringList events;
        for (const JsonValue &event : json["events"_L1].items())
            events.append(event.plain());
        return {textCell(json["url"_L1].plain(), json["description"_L1].plain()),
                textCell(events.isEmpty() ? tell(QT_TRANSLATE_NOOP("Tables", "All")) : events.join(u", "_s)),
                wordCell(json["status"_L1].plain()), timeCell(json["failing_since"_L1]),
                timeCell(json["created_at"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        if (!mayChange(session))
            return QStringList{};
        return QStringList{u"webhook.test"_s,
                           u"webhook.edit"_s,
                           u"webhook.rotate"_s,
                           json["status"_L1].plain() == "active"_L1 ? u"webhook.pause"_s : u"webhook.resume"_s,
                           u"-"_s,
                           u"webhook.delete"_s};
    };
    spec.dimmed = [](const JsonValue &json) { return json["status"_L1].plain() != "active"_L1; };
    spec.titleMember = u"url"_s;
    spec.watches = {u"webhook"_s};
    spec.emptyGlyph = u"webhook"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No webhooks yet"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables",
        "A webhook is told, signed, when a budget is nearly used up, a balance is low or an endpoint fails."));
    return spec;
}

TableSpec deliveries()
{
    TableSpec spec;
    spec.path = u"/admin/webhooks/{webhook_id}/deliveries"_s;
    spec.ownPath = u"/account/webhooks/{webhook_id}/deliveries"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 118},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Event")), u"mono"_s, 170},
                    {tell(QT_TRANSLATE_NOOP("Tables", "State")), u"status"_s, 100},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Tries")), u"number"_s, 60, 560},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Answer")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Next try")), u"time"_s, 118, 800}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString status = json["last_status"_L1].plain();
        return {timeCell(json["created_at"_L1]),
                monoCell(json["event"_L1].plain()),
                wordCell(json["state"_L1].plain()),
                countCell(json["attempts"_L1]),
                textCell(status.isEmpty() ? json["last_error"_L1].plain() : u"HTTP "_s + status,
                         status.isEmpty() ? QString() : json["last_error"_L1].plain()),
                timeCell(json["next_attempt_at"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        return mayChange(session) && json["state"_L1].plain() != "queued"_L1 ? QStringList{u"delivery.again"_s}
                                                                             : QStringList{};
    };
    spec.titleMember = u"event"_s;
    spec.watches = {u"webhook"_s};
    spec.emptyGlyph = u"send"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "Nothing was sent yet"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP("Tables", "What goes to this webhook stands here for 30 days."));
    spec.filters = {stateFilter({u"queued"_s, u"delivered"_s, u"failed"_s})};
    return spec;
}

/// Open ones that ran out are told as such.
QString invitationState(const JsonValue &json)
{
    const QString state = json["state"_L1].plain();
    const QDateTime end = QDateTime::fromString(json["expires_at"_L1].string(), Qt::ISODateWithMs);
    return state == "open"_L1 && end.isValid() && end < QDateTime::currentDateTimeUtc() ? u"expired"_s : state;
}

TableSpec invitations()
{
    TableSpec spec;
    spec.path = u"/admin/invitations"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "For")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Role")), u"badge"_s, 120, 560},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Plan")), u"text"_s, 100, 720},
                    {tell(QT_TRANSLATE_NOOP("Tables", "State")), u"status"_s, 110},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Created")), u"time"_s, 120, 800},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Expires")), u"time"_s, 120}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString email = json["email"_L1].plain();
        const QString role = json["role"_L1].plain();
        return {textCell(email.isEmpty() ? tell(QT_TRANSLATE_NOOP("Tables", "Whoever has the token")) : email),
                role.isEmpty() ? badgeCell(tell(QT_TRANSLATE_NOOP("Tables", "Customer")), u"neutral"_s)
                               : wordCell(role),
                textCell(wordText(json["plan"_L1].plain())),
                wordCell(invitationState(json)),
                timeCell(json["created_at"_L1]),
                timeCell(json["expires_at"_L1])};
    };
    spec.actions = [](const JsonValue &json, const Session &session) {
        return session.mayCreate() && json["state"_L1].plain() == "open"_L1 ? QStringList{u"invitation.withdraw"_s}
                                                                            : QStringList{};
    };
    spec.dimmed = [](const JsonValue &json) { return invitationState(json) != "open"_L1; };
    spec.titleMember = u"email"_s;
    spec.watches = {u"invitation"_s};
    spec.emptyGlyph = u"mail"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No invitations"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables", "An invitation lets somebody register, with the role and the plan that you choose."));
    return spec;
}

TableSpec mail()
{
    TableSpec spec;
    spec.path = u"/admin/mail"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Time")), u"time"_s, 118},
                    {tell(QT_TRANSLATE_NOOP("Tables", "To")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Subject")), u"text"_s, 0, 620},
                    {tell(QT_TRANSLATE_NOOP("Tables", "State")), u"status"_s, 110},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Tries")), u"number"_s, 60, 700},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Next try")), u"time"_s, 118, 860}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {timeCell(json["created_at"_L1]),
                textCell(json["to"_L1].plain()),
                textCell(json["subject"_L1].plain(), json["last_error"_L1].plain()),
                wordCell(json["state"_L1].plain()),
                countCell(json["attempts"_L1]),
                timeCell(json["next_attempt_at"_L1])};
    };
    spec.titleMember = u"subject"_s;
    spec.watches = {u"mail"_s};
    spec.searchedAs = u"search"_s;
    spec.emptyGlyph = u"mail"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "No mail went out yet"));
    spec.emptyText =
        tell(QT_TRANSLATE_NOOP("Tables", "Every mail that the gateway writes stands here, and whether it was taken."));
    spec.filters = {stateFilter({u"queued"_s, u"sent"_s, u"failed"_s, u"logged"_s})};
    return spec;
}

/// What is kept for whom: answers that are given again.
TableSpec cache()
{
    TableSpec spec;
    spec.path = u"/admin/cache"_s;
    spec.columns = {{tell(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Model")), u"mono"_s},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Answers")), u"number"_s, 90},
                    {tell(QT_TRANSLATE_NOOP("Tables", "Size")), u"number"_s, 100}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const auto bytes = json["bytes"_L1].integer().value_or(0);
        QVariantMap size = textCell(QLocale().formattedDataSize(bytes));
        size[u"sort"_s] = static_cast<qint64>(bytes);
        return {textCell(json["account_id"_L1].plain()), monoCell(json["model"_L1].plain()),
                countCell(json["replies"_L1]), size};
    };
    spec.actions = [](const JsonValue &, const Session &session) {
        QStringList actions{u"call.account"_s};
        if (session.mayCreate())
            actions += {u"-"_s, u"cache.clear"_s};
        return actions;
    };
    spec.idOf = [](const JsonValue &json) { return json["account_id"_L1].plain() + u'/' + json["model"_L1].plain(); };
    spec.titleMember = u"model"_s;
    spec.watches = {u"cache"_s};
    spec.emptyGlyph = u"database"_s;
    spec.emptyTitle = tell(QT_TRANSLATE_NOOP("Tables", "Nothing is kept"));
    spec.emptyText = tell(QT_TRANSLATE_NOOP(
        "Tables", "Answers to calls that ask for the cache are kept for their account, and given again for nothing."));
    return spec;
}

} // namespace

Specs settings()
{
    return {{u"webhooks"_s, webhooks()},
            {u"deliveries"_s, deliveries()},
            {u"invitations"_s, invitations()},
            {u"mail"_s, mail()},
            {u"cache"_s, cache()}};
}

} // namespace beaver::admin::tables

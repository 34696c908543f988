#include <admin-ui/models/cell.h>
#include <admin-ui/models/report.h>
#include <admin-ui/models/table_specs.h>

namespace beaver::admin::tables {

using namespace Qt::StringLiterals;

namespace {

QString speak(const char *text)
{
    return QCoreApplication::translate("Tables", text);
}

QVariantMap nameCell(const JsonValue &json)
{
    return textCell(json["name"_L1].plain(), json["is_default"_L1].truth().value_or(false)
                                                 ? speak(QT_TRANSLATE_NOOP("Tables", "The account's default project"))
                                                 : QString());
}

/// What somebody with this role in a project may do.
QString mayText(const QString &role)
{
    return role == "owner"_L1    ? speak(QT_TRANSLATE_NOOP("Tables", "Everything, deleting it too"))
           : role == "member"_L1 ? speak(QT_TRANSLATE_NOOP("Tables", "Makes API keys, and changes their own"))
           : role == "viewer"_L1 ? speak(QT_TRANSLATE_NOOP("Tables", "Sees the project, its usage and its keys"))
                                 : QString();
}

QStringList projectActions(const JsonValue &json, const Session &session)
{
    const bool active = json["status"_L1].plain() == "active"_L1;
    const bool owns = session.operates() ? session.mayCreate() : json["role"_L1].plain() == "owner"_L1;
    QStringList ids{u"project.open"_s};
    // Those of a project of another account are that account's to see.
    if (session.operates() || json["account_id"_L1].plain() == session.accountId())
        ids << u"project.calls"_s;
    if (active && (owns || json["role"_L1].plain() == "member"_L1) && (session.mayCreate() || !session.operates()))
        ids << (session.operates() ? u"project.newKey"_s : u"project.newOwnKey"_s);
    if (!owns)
        return ids;
    ids << u"-"_s << u"project.edit"_s << u"project.limits"_s;
    if (!json["is_default"_L1].truth().value_or(false))
        ids << (active ? u"project.archive"_s : u"project.activate"_s) << u"-"_s << u"project.delete"_s;
    return ids;
}

TableSpec projectsOfAll()
{
    TableSpec spec;
    spec.path = u"/admin/projects"_s;
    spec.searchedAs = u"search"_s;
    spec.columns = {{speak(QT_TRANSLATE_NOOP("Tables", "Project")), u"text"_s},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Account")), u"text"_s, 0, 560},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Keys")), u"number"_s, 70},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Status")), u"status"_s, 110},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Created")), u"time"_s, 120, 760}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {nameCell(json), textCell(json["account_id"_L1].plain()), countCell(json["keys"_L1]),
                wordCell(json["status"_L1].plain()), timeCell(json["created_at"_L1])};
    };
    spec.actions = projectActions;
    spec.dimmed = [](const JsonValue &json) { return json["status"_L1].plain() != "active"_L1; };
    spec.watches = {u"project"_s, u"key"_s};
    spec.emptyGlyph = u"folder"_s;
    spec.emptyTitle = speak(QT_TRANSLATE_NOOP("Tables", "No projects"));
    spec.emptyText = speak(QT_TRANSLATE_NOOP("Tables", "A project groups keys and has a budget of its own."));
    spec.filters = {{u"status"_s,
                     speak(QT_TRANSLATE_NOOP("Tables", "Status")),
                     {{{}, speak(QT_TRANSLATE_NOOP("Tables", "All"))},
                      {u"active"_s, wordText(u"active"_s)},
                      {u"archived"_s, wordText(u"archived"_s)}}}};
    return spec;
}

/// Those that an ordinary account has a part in.
TableSpec ownProjects()
{
    TableSpec spec = projectsOfAll();
    spec.ownPath = u"/projects"_s;
    spec.columns[1] = {speak(QT_TRANSLATE_NOOP("Tables", "Your role")), u"badge"_s, 110};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        return {nameCell(json), wordCell(json["role"_L1].plain()), countCell(json["keys"_L1]),
                wordCell(json["status"_L1].plain()), timeCell(json["created_at"_L1])};
    };
    spec.filters = {{u"status"_s,
                     speak(QT_TRANSLATE_NOOP("Tables", "Status")),
                     {{{}, wordText(u"active"_s)},
                      {u"archived"_s, wordText(u"archived"_s)},
                      {u"all"_s, speak(QT_TRANSLATE_NOOP("Tables", "All"))}}}};
    return spec;
}

TableSpec members()
{
    TableSpec spec;
    spec.path = u"/admin/projects/{project_id}/members"_s;
    spec.ownPath = u"/projects/{project_id}/members"_s;
    spec.columns = {{speak(QT_TRANSLATE_NOOP("Tables", "Member")), u"person"_s},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Role")), u"badge"_s, 110},
                    {speak(QT_TRANSLATE_NOOP("Tables", "May")), u"text"_s, 0, 700},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Since")), u"time"_s, 120, 560}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const QString role = json["role"_L1].plain();
        return {textCell(json["email"_L1].plain()), wordCell(role), textCell(mayText(role)),
                timeCell(json["created_at"_L1])};
    };
    spec.actionsWithin = [](const JsonValue &json, const Session &session, const QVariantMap &project) {
        if (session.operates() && !session.mayCreate())
            return QStringList{};
        if (json["account_id"_L1].plain() == session.accountId() || json["email"_L1].plain() == session.email())
            return QStringList{u"member.leave"_s};
        return project[u"project_role"_s] == "owner"_L1 ? QStringList{u"member.role"_s, u"-"_s, u"member.remove"_s}
                                                        : QStringList{};
    };
    spec.idMember = u"account_id"_s;
    spec.titleMember = u"email"_s;
    spec.watches = {u"member"_s};
    spec.emptyGlyph = u"users"_s;
    spec.emptyTitle = speak(QT_TRANSLATE_NOOP("Tables", "No members"));
    spec.emptyText = speak(QT_TRANSLATE_NOOP(
        "Tables", "Other accounts can take part in a project. Its own account pays for all of its calls."));
    return spec;
}

/// Keys for providers that a project brings itself.
TableSpec credentials()
{
    TableSpec spec;
    spec.ownPath = u"/projects/{project_id}/credentials"_s;
    spec.columns = {{speak(QT_TRANSLATE_NOOP("Tables", "Provider")), u"text"_s},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Key")), u"mono"_s, 140},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Added")), u"time"_s, 130},
                    {speak(QT_TRANSLATE_NOOP("Tables", "Replaced")), u"time"_s, 130, 560}};
    spec.cells = [](const JsonValue &json) -> QVariantList {
        const bool replaced = json["updated_at"_L1].plain() != json["created_at"_L1].plain();
        return {textCell(providerTitle(json["provider"_L1].plain())), monoCell(u'…' + json["last_four"_L1].plain()),
                timeCell(json["created_at"_L1]), replaced ? timeCell(json["updated_at"_L1]) : textCell({})};
    };
    spec.actionsWithin = [](const JsonValue &, const Session &, const QVariantMap &project) {
        return project[u"project_role"_s] == "owner"_L1
                   ? QStringList{u"credential.replace"_s, u"-"_s, u"credential.remove"_s}
                   : QStringList{};
    };
    spec.idMember = u"provider"_s;
    spec.titleMember = u"provider"_s;
    spec.watches = {u"credential"_s};
    spec.emptyGlyph = u"plug"_s;
    spec.emptyTitle = speak(QT_TRANSLATE_NOOP("Tables", "No provider keys of its own"));
    spec.emptyText = speak(QT_TRANSLATE_NOOP("Tables", "With its own key for a provider, the project's calls go there "
                                                       "on that key and cost nothing from the balance."));
    return spec;
}

} // namespace

Specs projects()
{
    return {{u"projects"_s, projectsOfAll()},
            {u"ownProjects"_s, ownProjects()},
            {u"members"_s, members()},
            {u"credentials"_s, credentials()}};
}

} // namespace beaver::admin::tables

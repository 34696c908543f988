#include <QUrlQuery>

#include <admin-ui/client/fake_server.h>

#include <algorithm>
#include <utility>

namespace beaver::admin::fake {

using namespace Qt::StringLiterals;

namespace {

using Verb = ApiRequest::Verb;

Answer denied(int status, const QString &message, const QString &param = {}, const QString &code = {})
{
    return {status, {{u"error"_s, QJsonObject{{u"message"_s, message}, {u"param"_s, param}, {u"code"_s, code}}}}};
}

Answer allOf(const QJsonArray &all)
{
    return {200, {{u"data"_s, all}, {u"has_more"_s, false}, {u"next"_s, QJsonValue::Null}}};
}

QJsonObject member(const State &state, int account, const QString &role, qint64 secondsAgo)
{
    const QJsonObject own = state.accounts[account].toObject();
    return {{u"account_id"_s, own[u"id"_s]},
            {u"email"_s, own[u"email"_s]},
            {u"role"_s, role},
            {u"created_at"_s, state.time(secondsAgo)}};
}

/// Where the member with this account or email stands; negative for nowhere.
qsizetype placeOf(const QJsonArray &members, const QString &name, const QJsonValue &value)
{
    for (qsizetype i = 0; i < members.size(); ++i)
        if (members[i].toObject()[name] == value)
            return i;
    return -1;
}

/// What the account that is signed in may in a project; empty for nothing.
QString roleIn(const State &state, const QJsonObject &project)
{
    const QJsonValue own = state.accounts.first().toObject()[u"id"_s];
    const QJsonArray members = state.members[project[u"id"_s].toString()].toArray();
    const qsizetype place = placeOf(members, u"account_id"_s, own);
    return project[u"account_id"_s] == own ? u"owner"_s : place < 0 ? QString() : members[place][u"role"_s].toString();
}

QJsonObject changedLimits(QJsonObject limits, const QJsonObject &said)
{
    for (auto each = said.begin(); each != said.end(); ++each)
        if (each.value().isNull())
            limits.remove(each.key());
        else
            limits[each.key()] = each.value();
    return limits;
}

/// `limits`, and the budgets that have names of their own.
QJsonObject limitsIn(const QJsonObject &body)
{
    QJsonObject said = body[u"limits"_s].toObject();
    for (const auto &[budget, limit] :
         {std::pair(u"daily_budget"_s, u"spend_per_day"_s), std::pair(u"weekly_budget"_s, u"spend_per_week"_s),
          std::pair(u"monthly_budget"_s, u"spend_per_month"_s), std::pair(u"total_budget"_s, u"spend_total"_s)})
        if (body.contains(budget))
            said[limit] = body[budget];
    return said;
}

} // namespace

void makeProjects(State &state)
{
    const QStringList names{u"Default"_s, u"Storefront"_s, u"Research"_s, u"Support"_s, u"Batch"_s};
    for (int i = 0; i < 8 && !state.accounts.isEmpty(); ++i) {
        // The first account has five; of the others some have their default one alone.
        const QJsonObject account = state.accounts[i < 5 ? 0 : (i - 4) % state.accounts.size()].toObject();
        const QString &name = names[i < 5 ? i : 0];
        state.projects.append(
            QJsonObject{{u"id"_s, u"prj_"_s + hex(noise(static_cast<std::uint32_t>(i), 81), 8)},
                        {u"account_id"_s, account[u"id"_s]},
                        {u"name"_s, i == 6 ? u"Field studies"_s : name},
                        {u"is_default"_s, i == 0 || i == 5 || i == 7},
                        {u"status"_s, i == 4 ? u"archived"_s : u"active"_s},
                        {u"credentials"_s, i == 2 ? QJsonArray{QJsonObject{{u"provider"_s, u"openai"_s},
                                                                           {u"last_four"_s, u"9sK2"_s},
                                                                           {u"created_at"_s, state.time(86'400 * 12)},
                                                                           {u"updated_at"_s, state.time(86'400 * 3)}}}
                                                  : QJsonArray()},
                        {u"limits"_s, i == 1 ? QJsonObject{{u"requests_per_minute"_s, 600}, {u"spend_per_month"_s, 250}}
                                             : QJsonObject()},
                        {u"created_at"_s, state.time(86'400LL * (40 + i))},
                        {u"updated_at"_s, state.time(86'400LL * (10 + i))}});
    }
    if (state.accounts.size() < 6)
        return;
    const auto of = [&state](int project) { return state.projects[project].toObject()[u"id"_s].toString(); };
    int placed = 0;
    for (auto each : state.keys) {
        QJsonObject key = each.toObject();
        const QJsonValue account = key[u"account_id"_s];
        if (account == state.accounts[0].toObject()[u"id"_s])
            key[u"project_id"_s] = of(placed++ % 2);
        else if (account == state.accounts[2].toObject()[u"id"_s])
            key[u"project_id"_s] = of(6);
        key[u"created_by"_s] = account;
        each = key;
    }
    state.members[of(1)] = QJsonArray{member(state, 1, u"owner"_s, 86'400 * 30), member(state, 2, u"member"_s, 86'400),
                                      member(state, 5, u"viewer"_s, 3'600)};
    // Somebody else's, which the account that is signed in takes part in.
    state.members[of(6)] = QJsonArray{member(state, 0, u"member"_s, 86'400 * 5)};
}

Answer Server::projects(const ApiRequest &request, const QStringList &path, const QJsonObject &body)
{
    const bool administers = request.path.startsWith("/admin/"_L1);
    const bool reads = request.verb == Verb::Get;
    const QUrlQuery query{QUrl(request.path)};
    const auto shown = [this, administers](QJsonObject project) {
        project[u"role"_s] = administers ? u"owner"_s : roleIn(state, project);
        project[u"keys"_s] = static_cast<int>(std::ranges::count_if(std::as_const(state.keys), [&](const auto &each) {
            return each.toObject()[u"project_id"_s] == project[u"id"_s] && each.toObject()[u"status"_s] != u"revoked"_s;
        }));
        return project;
    };
    if (path.size() == 1 && reads) {
        const QString account = query.queryItemValue(u"account_id"_s);
        QString status = query.queryItemValue(u"status"_s);
        if (status.isEmpty())
            status = administers ? u"all"_s : u"active"_s;
        QJsonArray all;
        for (const auto &each : std::as_const(state.projects)) {
            const QJsonObject project = shown(each.toObject());
            if ((status == "all"_L1 || project[u"status"_s] == status) && !project[u"role"_s].toString().isEmpty() &&
                (account.isEmpty() || project[u"account_id"_s] == account))
                all.append(project);
        }
        return allOf(all);
    }
    if (path.size() == 1) {
        if (administers)
            return denied(405, u"This path takes GET."_s);
        QJsonObject made{{u"id"_s, u"prj_new%1"_s.arg(state.projects.size())},
                         {u"account_id"_s, state.accounts.first().toObject()[u"id"_s]},
                         {u"name"_s, body[u"name"_s]},
                         {u"is_default"_s, false},
                         {u"status"_s, u"active"_s},
                         {u"credentials"_s, QJsonArray()},
                         {u"limits"_s, changedLimits({}, limitsIn(body))},
                         {u"created_at"_s, state.time(0)},
                         {u"updated_at"_s, state.time(0)}};
        state.projects.prepend(made);
        state.note(u"project.create"_s, made[u"id"_s].toString(), {}, made);
        return {201, shown(made)};
    }
    QJsonObject project = find(state.projects, path[1]);
    const QString role = administers ? u"owner"_s : roleIn(state, project);
    if (project.isEmpty() || role.isEmpty())
        return denied(404, u"There is no such project."_s);
    if (path.value(2) == "usage"_L1) {
        QJsonObject told = spent(state, path[1], project[u"status"_s] == u"archived"_s ? 0 : 0.02);
        told[u"project_id"_s] = path[1];
        return {200, told};
    }
    if (path.value(2) == "members"_L1)
        return projectMembers(request, path, role, body);
    if (path.value(2) == "credentials"_L1)
        return projectCredentials(request, path, role, body);
    if (path.value(2) == "api-keys"_L1)
        return projectKeys(request, path, role, body);
    if (reads)
        return {200, shown(project)};
    if (role != "owner"_L1)
        return denied(403, u"This needs the role 'owner' in the project."_s, {}, u"project_role_required"_s);
    const bool ends = request.verb == Verb::Delete || body[u"status"_s] == u"archived"_s;
    if (ends && project[u"is_default"_s].toBool())
        return denied(409, u"The default project of an account stays."_s, u"status"_s, u"default_project"_s);
    if (request.verb == Verb::Delete) {
        remove(state.projects, path[1]);
        state.note(u"project.delete"_s, path[1], project);
        return {200, {{u"id"_s, path[1]}, {u"deleted"_s, true}}};
    }
    for (const QString &name : {u"name"_s, u"status"_s})
        if (body.contains(name))
            project[name] = body[name];
    if (ends)
        for (auto each : state.keys)
            if (QJsonObject key = each.toObject(); key[u"project_id"_s] == path[1]) {
                key[u"status"_s] = u"revoked"_s;
                key[u"is_active"_s] = false;
                each = key;
            }
    project[u"limits"_s] = changedLimits(project[u"limits"_s].toObject(), limitsIn(body));
    replace(state.projects, project);
    state.note(u"project.change"_s, path[1], {}, body);
    return {200, shown(project)};
}

Answer Server::projectMembers(const ApiRequest &request, const QStringList &path, const QString &role,
                              const QJsonObject &body)
{
    QJsonArray members = state.members[path[1]].toArray();
    if (request.verb == Verb::Get)
        return allOf(members);
    const QJsonValue own = state.accounts.first().toObject()[u"id"_s];
    if (request.verb == Verb::Delete) {
        if (role != "owner"_L1 && own != path.value(3))
            return denied(403, u"This needs the role 'owner' in the project."_s, {}, u"project_role_required"_s);
        const qsizetype place = placeOf(members, u"account_id"_s, path.value(3));
        if (place < 0)
            return denied(404, u"There is no such member."_s, {}, u"member_not_found"_s);
        const QJsonValue before = members.takeAt(place);
        state.members[path[1]] = members;
        state.note(u"project.member"_s, path[1], before);
        return {200, {{u"account_id"_s, path[3]}, {u"deleted"_s, true}}};
    }
    if (role != "owner"_L1)
        return denied(403, u"This needs the role 'owner' in the project."_s, {}, u"project_role_required"_s);
    QJsonValue account;
    for (const auto &each : std::as_const(state.accounts))
        if (each.toObject()[u"email"_s] == body[u"email"_s])
            account = each.toObject()[u"id"_s];
    if (account.isNull())
        return denied(422, u"There is no account with this email; who it belongs to must register first."_s, u"email"_s,
                      u"account_not_found"_s);
    if (account == find(state.projects, path[1])[u"account_id"_s])
        return denied(422, u"This is the account that the project belongs to."_s, u"email"_s);
    const qsizetype place = placeOf(members, u"account_id"_s, account);
    const QJsonObject made{{u"account_id"_s, account},
                           {u"email"_s, body[u"email"_s]},
                           {u"role"_s, body[u"role"_s].toString(u"member"_s)},
                           {u"created_at"_s, place < 0 ? QJsonValue(state.time(0)) : members[place][u"created_at"_s]}};
    if (place < 0)
        members.append(made);
    else
        members[place] = made;
    state.members[path[1]] = members;
    state.note(u"project.member"_s, path[1], {}, made);
    return {201, made};
}

Answer Server::projectCredentials(const ApiRequest &request, const QStringList &path, const QString &role,
                                  const QJsonObject &body)
{
    QJsonObject project = find(state.projects, path[1]);
    QJsonArray credentials = project[u"credentials"_s].toArray();
    if (request.path.startsWith("/admin/"_L1))
        return denied(404, u"There is no such path."_s);
    if (request.verb == Verb::Get)
        return allOf(credentials);
    if (role != "owner"_L1)
        return denied(403, u"This needs the role 'owner' in the project."_s, {}, u"project_role_required"_s);
    const QString provider = path.value(3);
    const qsizetype place = placeOf(credentials, u"provider"_s, provider);
    if (place >= 0)
        credentials.removeAt(place);
    else if (request.verb == Verb::Delete)
        return denied(404, u"The project brings no key for this provider."_s);
    const QJsonObject made{{u"provider"_s, provider},
                           {u"last_four"_s, body[u"api_key"_s].toString().right(4)},
                           {u"created_at"_s, state.time(0)},
                           {u"updated_at"_s, state.time(0)}};
    if (request.verb != Verb::Delete)
        credentials.append(made);
    project[u"credentials"_s] = credentials;
    replace(state.projects, project);
    return {200, request.verb == Verb::Delete ? QJsonObject{{u"provider"_s, provider}, {u"deleted"_s, true}} : made};
}

Answer Server::projectKeys(const ApiRequest &request, const QStringList &path, const QString &role,
                           const QJsonObject &body)
{
    if (request.verb == Verb::Get && path.size() > 3) // the server lists them only
        return denied(405, u"The method GET is not allowed here."_s, {}, u"method_not_allowed"_s);
    if (request.verb == Verb::Get) {
        QJsonArray own;
        for (const auto &each : std::as_const(state.keys))
            if (each.toObject()[u"project_id"_s] == path[1])
                own.append(each);
        return allOf(own);
    }
    if (role == "viewer"_L1)
        return denied(403, u"This needs the role 'member' in the project."_s, {}, u"project_role_required"_s);
    QJsonObject said = body;
    if (path.size() == 3) {
        said[u"project_id"_s] = path[1];
        said[u"created_by"_s] = state.accounts.first().toObject()[u"id"_s];
    }
    return keys(request, path.mid(2), said);
}

} // namespace beaver::admin::fake
